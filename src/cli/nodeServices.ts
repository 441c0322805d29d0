import { join, resolve } from 'node:path'
import { resolveDataFolder } from '../app/dataFolder'
import { findResources } from '../app/resources'
import { browserShell } from '../app/shell'
import type { App } from '../app/app'
import type { Engine } from '../engine/hosts/channel'
import { createEngine } from '../engine/hosts/client'
import { forkEngine } from '../engine/hosts/node/fork'
import type { OpenServices } from './services'

/** Where the built program lies. */
export interface Program {
  /** Folder of the built entries: out/main. */
  readonly folder: string
  /** URL of this entry, to find resources from. */
  readonly url: string
  readonly version: string
}

/**
 * Services over this machine. What a command doesn't use is neither loaded nor started: tfjs and sharp cost
 * a second that `--help` and `models` need not pay.
 */
export function nodeServices({ folder, url, version }: Program): OpenServices {
  return ({ dataFolder: chosen, cwd }) => {
    const dataFolder = resolveDataFolder({ override: chosen && resolve(cwd, chosen) })
    const resources = findResources(url)
    let engine: Engine | undefined
    const startEngine = (): Engine => (engine ??= createEngine(forkEngine(join(folder, 'engine.js'))))
    const modelStore = async (): Promise<ModelStore> => {
      throw new Error('todo')
    }
    return Promise.resolve({
      version,
      dataFolder,
      get engine() {
        return startEngine()
      },
      async close() {
        await engine?.close()
      },
    })
  }
}

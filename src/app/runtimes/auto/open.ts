import { join } from 'node:path'
import { createEngine } from '../../../engine/hosts/client'
import type { Engine, SpawnEngine } from '../../../engine/hosts/channel'
import type { Storage } from '../../../engine/host'
import type { TensorflowStore } from '../tensorflow/tensorflowStore'
import { createAutoRuntime } from './autoRuntime'
import { machineIdentity, mayHaveCard } from './machine'
import { type Measure, measureInEngine } from './measure'
import { withAuto } from './withAuto'

/** How long a measurement that is no longer wanted may take to end: it has nothing to save. */
const graceMilliseconds = 500

/** Times work in engine processes of their own, each for at most so many seconds. */
export function openMeasure(spawn: SpawnEngine, seconds?: number): Measure {
  return measureInEngine(() => createEngine(spawn, { graceMilliseconds }), seconds)
}

/** The engine of a data folder, whose `auto` is the fastest runtime of this machine for each model. */
export function openAutoEngine(parts: {
  readonly spawn: SpawnEngine
  readonly storage: Storage
  readonly dataFolder: string
  readonly tensorflow: Pick<TensorflowStore, 'installed'>
  readonly version: string
}): Engine {
  const { spawn, storage, dataFolder, tensorflow, version } = parts
  const auto = createAutoRuntime({
    storage,
    folder: join(dataFolder, 'cache', 'runtimes'),
    measure: openMeasure(spawn),
    rivals: () => [
      ...(tensorflow.installed() ? (['tensorflow'] as const) : []),
      ...(mayHaveCard() ? (['webgpu'] as const) : []),
    ],
    identity: () => machineIdentity({ app: version, tensorflow: tensorflow.installed()?.version }),
  })
  return withAuto(createEngine(spawn), auto, storage)
}

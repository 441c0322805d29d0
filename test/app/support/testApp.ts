import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { App } from '../../../src/app/app'
import { createApp } from '../../../src/app/createApp'
import type { PictureThreads } from '../../../src/app/images/pictureThreads'
import type { AppEvent } from '../../../src/app/events'
import {
  createTensorflowStore,
  type TensorflowStore,
} from '../../../src/app/runtimes/tensorflow/tensorflowStore'
import { browserShell, type Shell } from '../../../src/app/shell'
import { createNodeHost } from '../../../src/engine/hosts/node/host'
import { events } from '../../../src/shared/contract/events'
import { FakeEngine } from './fakeEngine'
import { temporaryFolder, writeImage } from './folders'
import { writeModel } from './model'

export interface TestApp {
  readonly app: App
  readonly engine: FakeEngine
  readonly dataFolder: string
  readonly resources: string
  /** Everything the app told so far; each was checked against the contract. */
  readonly told: AppEvent[]
  readonly logged: string[]
}

export interface TestAppOptions {
  readonly shell?: Shell
  /** An existing place, to start the app there again. */
  readonly folder?: string
  /** Another folder for the data than the one in it. */
  readonly dataFolder?: string
  readonly usualFolder?: string
  readonly pictures?: PictureThreads
  /** Instead of one that can start no engine process. */
  readonly tensorflow?: TensorflowStore
}

/** The whole app with a scripted engine, one bundled model (`digits`) and two sample photos. */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { shell = browserShell, folder, usualFolder } = options
  const place = folder ?? (await temporaryFolder())
  const [dataFolder, resources] = [options.dataFolder ?? join(place, 'data'), join(place, 'resources')]
  if (folder === undefined) await writeResources(resources)
  const engine = new FakeEngine()
  const [told, logged]: [AppEvent[], string[]] = [[], []]
  const app = await createApp({
    dataFolder,
    usualFolder,
    resources,
    engine,
    host: createNodeHost(),
    shell,
    ...(options.pictures && { pictures: options.pictures }),
    version: '1.2.3',
    reportRuntimes: () =>
      Promise.resolve([{ name: 'cpu', available: true, description: 'Plain JavaScript' }]),
    tensorflow:
      options.tensorflow ??
      createTensorflowStore({
        ...{ dataFolder, storage: createNodeHost().storage },
        spawn: () => {
          throw new Error('no engine process in this test')
        },
      }),
    log: (message) => logged.push(message),
  })
  app.subscribe((event) => {
    events[event.event].parse(event.payload)
    told.push(structuredClone(event))
  })
  onTestFinished(() => app.close())
  return { app, engine, dataFolder, resources, told, logged }
}

async function writeResources(resources: string): Promise<void> {
  await mkdir(join(resources, 'samples'), { recursive: true })
  await writeImage(join(resources, 'samples', 'digit-1.png'), 28, 28)
  await writeImage(join(resources, 'samples', 'digit-2.png'), 28, 28)
  await writeModel(join(resources, 'models', 'digits'), { name: 'Digits' })
}

/** The value of a reply, or a failed test that shows its error. */
export function valueOf<T>(reply: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (reply.ok) return reply.value
  throw new Error(`The app refused: ${JSON.stringify(reply.error)}`)
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { activeDevice } from '../../src/engine/plans/activeDevice'
import { stopKernels } from '../../src/engine/runtimes/runtime'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/dawn'
import { readModelFolder } from '../../src/engine/storage/modelFolder'
import type { JobEvent } from '../../src/shared/jobEvents'
import { TemporaryFolder } from '../data/support'
import { describeWithAll, optional } from '../support/optional'
import { host, putImages, training, watchJob } from './support'

/** As a driver that is reset takes a card away, with all that lies on it. */
function loseCard(): void {
  const device = activeDevice() as WebgpuDevice | undefined
  device?.open.device.destroy()
}

const isAt =
  (step: number) =>
  (event: JobEvent): boolean =>
    event.type === 'progress' && event.progress.stage === 'Training' && event.progress.done >= step

describeWithAll([optional.webgpu, optional.kernels], 'a job whose graphics card is lost', ([driver]) => {
  let folder: TemporaryFolder
  beforeEach(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 12)
  })
  afterEach(async () => {
    process.env['VK_ICD_FILENAMES'] = driver
    await stopKernels()
    folder.remove()
  })

  const weightsOf = async (name: string): Promise<Map<string, Float32Array>> => {
    const { weights } = await readModelFolder(host, folder.at(name))
    return new Map([...weights].map(([key, { data }]) => [key, data]))
  }
  const steps = (limit: number, name: string, runtime: 'webgpu' | 'native', resume = false) =>
    training(folder, { runtime, out: folder.at(name), limit: { steps: limit }, checkEvery: 10, resume })
  const notesOf = (events: readonly JobEvent[]): string[] =>
    events.flatMap((event) => (event.type === 'note' && event.because ? [event.because.id] : []))

  it('trains on it once it is back, to the very weights of one that lost none', async () => {
    await watchJob(steps(24, 'calm', 'webgpu')).end
    let losses = 0
    const job = watchJob(steps(24, 'shaken', 'webgpu'), (event) => {
      if (losses === 0 && isAt(13)(event)) {
        losses++
        loseCard()
      }
    })
    expect(await job.end).toMatchObject({ cancelled: false, result: { steps: 24 } })
    expect(losses).toBe(1)
    expect(notesOf(job.events).filter((id) => id.startsWith('notes.card'))).toEqual(['notes.cardBack'])
    expect(await weightsOf('shaken')).toEqual(await weightsOf('calm'))
  })
})

import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Raster } from '../../src/engine/host'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import type { Rectangle } from '../../src/shared/geometry'
import type { JobEvent } from '../../src/shared/jobEvents'
import type { JobResult } from '../../src/shared/jobs'
import { TemporaryFolder } from '../data/support'
import { host, putImages, tiny, training, watchJob } from './support'

export type Input = Extract<JobSpecificationInput, { kind: 'complete' }>
type Result = Extract<JobResult, { kind: 'complete' }>

/** Small models of three kinds, and a folder for what completions are made of; there while a file's tests run. */
export const made = { folder: new TemporaryFolder(), pixelCnn: '', rowLstm: '', multiScale: '' }
beforeAll(async () => {
  const { folder } = made
  await putImages(folder, 12)
  const limit = { steps: 3 }
  await watchJob(training(folder, { limit, validation: 0 })).end
  made.pixelCnn = folder.at('model')
  const configuration = { ...tiny, architecture: 'row-lstm', channels: 3, levels: 4 } as const
  await watchJob(training(folder, { limit, validation: 0, out: folder.at('lstm'), configuration })).end
  made.rowLstm = folder.at('lstm')
  const two = { ...tiny, channels: 1, levels: 4, small: { size: 3 } } as const
  await watchJob(training(folder, { limit, validation: 0, out: folder.at('two'), configuration: two })).end
  made.multiScale = folder.at('two')
})
afterAll(() => {
  made.folder.remove()
})

export const box = (x: number, y: number, width: number, height: number): Rectangle => ({
  x,
  y,
  width,
  height,
})
export const rectangle = (x: number, y: number, width: number, height: number): Input['mask'] => ({
  from: 'rectangle',
  rectangle: box(x, y, width, height),
})
export const bitmap = (width: number, height: number, data: Uint8Array): Input['mask'] => ({
  ...{ from: 'bitmap', width, height, data },
})

export function noise(channels: Raster['channels'], width: number, height: number, wide = false): Raster {
  const length = width * height * channels
  const data = wide
    ? Uint16Array.from({ length }, (_, i) => (i * 7919 + (i >> 5) * 311) % 65536)
    : Uint8Array.from({ length }, (_, i) => (i * 41 + (i >> 4) * 7) % 256)
  return { width, height, channels, data }
}

let files = 0
export async function save(image: Raster): Promise<string> {
  const path = made.folder.at(`photo-${files++}.png`)
  await writeFile(path, await host.pixels.encodePng(image))
  return path
}

export async function complete(
  input: Partial<Input> & Pick<Input, 'image' | 'mask'>,
): Promise<{ result: Result; events: JobEvent[]; pictures: Raster[] }> {
  const job = watchJob({
    kind: 'complete',
    model: made.pixelCnn,
    count: 2,
    out: made.folder.at(`out-${files++}`),
    ...input,
  })
  const { result } = await job.end
  if (result?.kind !== 'complete') throw new Error('no result')
  const pictures = await Promise.all(result.completions.map(({ file }) => host.pixels.decode(file)))
  return { result, events: job.events, pictures }
}

/** How many values differ where the mask is 1; throws where another one does. */
export function changes(before: Raster, after: Raster, mask: (x: number, y: number) => boolean): number {
  const { width, height, channels } = before
  expect([after.width, after.height, after.channels]).toEqual([width, height, channels])
  expect(after.data.constructor).toBe(before.data.constructor)
  let changed = 0
  for (let i = 0; i < before.data.length; i++) {
    if (before.data[i] === after.data[i]) continue
    const pixel = Math.floor(i / channels)
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    if (!mask(x, y)) throw new Error(`Changed outside of the mask, at ${x}, ${y}`)
    changed++
  }
  return changed
}

export const inside =
  ({ x, y, width, height }: Rectangle) =>
  (column: number, row: number): boolean =>
    column >= x && row >= y && column < x + width && row < y + height

export const rows = (events: readonly JobEvent[]) => events.filter((event) => event.type === 'row')
export const notes = (events: readonly JobEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'note' ? [event.message] : []))

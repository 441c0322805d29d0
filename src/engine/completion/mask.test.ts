import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import type { Raster } from '../host'
import { createNodeHost } from '../hosts/node/host'
import type { MaskSource } from '../protocol/specifications'
import { resolveMask } from './mask'

const host = createNodeHost()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-mask-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
async function save(image: Raster): Promise<string> {
  const path = join(folder, `${files++}.png`)
  await writeFile(path, await host.pixels.encodePng(image))
  return path
}

const rectangle = (x: number, y: number, width: number, height: number): MaskSource => ({
  from: 'rectangle',
  rectangle: { x, y, width, height },
})

async function refusal(work: Promise<unknown>): Promise<PixelloomError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

describe('a mask', () => {
  const size = { width: 3, height: 3, channels: 1, data: new Uint8Array(9) } as const
  const resolve = async (source: MaskSource, scale = false): Promise<number[]> => [
    ...(await resolveMask(host, source, size, { scale })),
  ]
  const file = async (channels: Raster['channels'], data: number[]): Promise<MaskSource> => ({
    from: 'file',
    path: await save({ ...size, channels, data: Uint8Array.from(data) }),
  })

  it('file is filled where it is white', async () => {
    expect(await resolve(await file(1, [255, 128, 127, 0, 0, 0, 0, 0, 200]))).toEqual([
      1, 1, 0, 0, 0, 0, 0, 0, 1,
    ])
  })

  it('file with transparency is filled where it is transparent, whatever its colours', async () => {
    const opacities = [255, 0, 127, 128, 255, 255, 255, 255, 255]
    const pixels = opacities.flatMap((opacity, i) => [i % 2 ? 255 : 0, opacity])
    expect(await resolve(await file(2, pixels))).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  it('file with an opaque alpha channel is filled where it is white', async () => {
    const pixels = Array.from({ length: 9 }, (_, i) => [255, 255, i === 4 ? 255 : 0, 255]).flat()
    pixels.splice(0, 3, 0, 0, 0)
    const filled = Array.from({ length: 9 }, (_, i) => (i === 0 ? 0 : 1))
    expect(await resolve(await file(4, pixels))).toEqual(filled)
  })

  it('may be a rectangle or a half; the halves make the whole', async () => {
    expect(await resolve(rectangle(1, 0, 2, 2))).toEqual([0, 1, 1, 0, 1, 1, 0, 0, 0])
    expect(await resolve({ from: 'half', half: 'top' })).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0])
    expect(await resolve({ from: 'half', half: 'bottom' })).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1])
    expect(await resolve({ from: 'half', half: 'left' })).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0])
    expect(await resolve({ from: 'half', half: 'right' })).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 1])
  })

  it('may be a bitmap', async () => {
    const data = Uint8Array.of(0, 255, 0, 0, 1, 0, 0, 0, 7)
    expect(await resolve({ from: 'bitmap', width: 3, height: 3, data })).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 1])
  })

  it('may be what is transparent in the image itself', async () => {
    const opacities = [255, 0, 127, 128, 255, 255, 255, 255, 255]
    const image: Raster = {
      ...{ width: 3, height: 3, channels: 2 },
      data: Uint8Array.from(opacities.flatMap((opacity) => [9, opacity])),
    }
    const source = { from: 'transparency' } as const
    expect([...(await resolveMask(host, source, image))]).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0])
    for (const opaque of [size, { ...image, data: image.data.map(() => 255) }]) {
      const error = await refusal(resolveMask(host, source, opaque))
      expect([error.code, error.message]).toEqual([
        'mask-empty',
        expect.stringMatching(/^Nothing .* transparent/),
      ])
    }
  })

  it('of another size is scaled where that is wanted, to the nearest pixels', async () => {
    const bitmap: MaskSource = { from: 'bitmap', width: 6, height: 1, data: Uint8Array.of(1, 1, 0, 0, 0, 5) }
    expect(await resolve(bitmap, true)).toEqual([1, 0, 1, 1, 0, 1, 1, 0, 1])
    const small: MaskSource = { from: 'bitmap', width: 1, height: 2, data: Uint8Array.of(0, 1) }
    expect(await resolve(small, true)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1])
    const path = await save({ width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 255, 0, 0) })
    expect(await resolve({ from: 'file', path }, true)).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0])
  })

  it('of another size, empty or outside is refused', async () => {
    const path = await save({ width: 4, height: 3, channels: 1, data: new Uint8Array(12).fill(255) })
    const other = await refusal(resolveMask(host, { from: 'file', path }, size))
    expect(other.code).toBe('mask-size')
    expect(other.message).toMatch(/4 x 3 .* 3 x 3/)
    const bitmap: MaskSource = { from: 'bitmap', width: 2, height: 3, data: new Uint8Array(6).fill(1) }
    expect((await refusal(resolveMask(host, bitmap, size))).code).toBe('mask-size')
    const short: MaskSource = { from: 'bitmap', width: 3, height: 3, data: new Uint8Array(8) }
    expect((await refusal(resolveMask(host, short, size))).code).toBe('invalid-argument')
    const black = await file(1, new Array<number>(9).fill(0))
    expect((await refusal(resolveMask(host, black, size))).code).toBe('mask-empty')
    expect((await refusal(resolveMask(host, rectangle(1, 1, 3, 1), size))).code).toBe('invalid-argument')
    const flat = resolveMask(host, { from: 'half', half: 'top' }, { ...size, height: 1 })
    expect((await refusal(flat)).code).toBe('mask-empty')
  })
})

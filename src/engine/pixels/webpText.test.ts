import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { createNodePixels } from '../hosts/node/pixels'
import { packetWith, webpText } from './webpText'

const data = Uint8Array.from({ length: 48 }, (_, i) => i * 5)
const raster = { width: 4, height: 4, channels: 3, data } as const
const text = JSON.stringify({ seed: 7, told: 'Möwe 鴎 & <b>&lt;</b>' })

describe('a text in a WebP', () => {
  it('is read as it was written, and no pixel changes', async () => {
    const webp = await createNodePixels().encodeWebp(raster, packetWith(text))
    expect(webpText(webp)).toBe(text)
    expect(new Uint8Array(await sharp(webp).raw().toBuffer())).toEqual(data)
    expect((await sharp(webp).metadata()).xmpAsString).toContain('pixelloom:recipe')
  })

  it('is not there where none was written, where the file is cut, or where it is no WebP', async () => {
    const webp = await createNodePixels().encodeWebp(raster)
    expect(new Uint8Array(await sharp(webp).raw().toBuffer())).toEqual(data)
    expect(webpText(webp)).toBeUndefined()
    const written = await createNodePixels().encodeWebp(raster, packetWith(text))
    expect(webpText(written.subarray(0, written.length - 1))).toBeUndefined()
    expect(webpText(new Uint8Array(100))).toBeUndefined()
    expect(webpText(new Uint8Array(3))).toBeUndefined()
  })
})

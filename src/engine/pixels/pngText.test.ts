import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pngText, withPngText } from './pngText'

const encoded = async (): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(
      Uint8Array.from({ length: 48 }, (_, i) => i * 5),
      { raw: { width: 4, height: 4, channels: 3 } },
    )
      .png()
      .toBuffer(),
  )

describe('a text in a PNG', () => {
  it('is read as it was written, in any script, and changes no pixel', async () => {
    const png = await encoded()
    const text = JSON.stringify({ seed: 7, prompt: 'Möwe 鴎' })
    const written = withPngText(withPngText(png, 'other', 'x'), 'pixelloom', text)
    expect(pngText(written, 'pixelloom')).toBe(text)
    expect(pngText(written, 'other')).toBe('x')
    expect(await sharp(written).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
  })

  it('is not there where none was written, where the file is cut, or where it is no PNG', async () => {
    const png = await encoded()
    const written = withPngText(png, 'pixelloom', 'text')
    expect(pngText(png, 'pixelloom')).toBeUndefined()
    expect(pngText(written, 'pixel')).toBeUndefined()
    expect(pngText(written.subarray(0, written.length - 1), 'pixelloom')).toBeUndefined()
    expect(pngText(new Uint8Array(100), 'pixelloom')).toBeUndefined()
    expect(pngText(new Uint8Array(3), 'pixelloom')).toBeUndefined()
  })
})

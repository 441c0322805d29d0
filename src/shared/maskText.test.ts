import { describe, expect, it } from 'vitest'
import { decodeMask, encodeMask } from './maskText'

const back = (mask: Uint8Array): Uint8Array | undefined => {
  const text = encodeMask(mask)
  return text === undefined ? undefined : decodeMask(text, mask.length)
}

describe('a mask as text', () => {
  it('comes back as it was, whatever it begins and ends with', () => {
    const long = new Uint8Array(3_000_000).fill(1, 200_000, 2_900_001)
    const speckled = Uint8Array.from({ length: 999 }, (_, i) => ((i * 7919) % 3) & 1)
    for (const mask of [Uint8Array.of(1), Uint8Array.of(0, 0, 1), Uint8Array.of(1, 0, 1), speckled, long]) {
      // Compared as one: element by element takes seconds.
      expect(Buffer.compare(back(mask) ?? new Uint8Array(), mask)).toBe(0)
    }
  })

  it('takes any byte but zero for masked', () => {
    expect(back(Uint8Array.of(0, 255, 7, 0))).toEqual(Uint8Array.of(0, 1, 1, 0))
  })

  it('is small where little changes from row to row, and left out where it would be large', () => {
    const disc = Uint8Array.from({ length: 500 * 500 }, (_, i) =>
      ((i % 500) - 250) ** 2 + (Math.floor(i / 500) - 250) ** 2 < 200 ** 2 ? 1 : 0,
    )
    expect(encodeMask(disc)?.length).toBeLessThan(3000)
    expect(
      encodeMask(
        Uint8Array.from({ length: 5000 }, (_, i) => i & 1),
        4000,
      ),
    ).toBeUndefined()
  })

  it('is none where the text is damaged, cut or of another size', () => {
    const text = encodeMask(Uint8Array.of(0, 1, 1, 0)) ?? ''
    expect(decodeMask(text, 5)).toBeUndefined()
    expect(decodeMask(text, 3)).toBeUndefined()
    expect(decodeMask('***', 4)).toBeUndefined()
    expect(decodeMask(btoa('\x81'), 4)).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { philox4x32, type Words } from './philox'

const hex = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16))

describe('philox4x32-10', () => {
  // Random123, tests/kat_vectors: nonce (counter), key, result.
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the published answer for counter %s, key %s', (counter, key, answer) => {
    const out: Words = [0, 0, 0, 0]
    philox4x32(hex(counter) as Words, hex(key) as [number, number], out)
    expect(out).toEqual(hex(answer))
  })
})

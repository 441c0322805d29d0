import { describe, expect, it } from 'vitest'
import { byteToLevel, levelToByte, luma, overWhite, quantise, toBytes } from './levels'

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)

describe('levels', () => {
  it('cuts two levels at 128', () => {
    expect([0, 127, 128, 255].map((byte) => byteToLevel(byte, 2))).toEqual([0, 0, 1, 1])
    expect(toBytes([0, 1], 2)).toEqual(Uint8Array.of(0, 255))
  })

  it('keeps every byte with 256 levels', () => {
    expect(quantise(everyByte, 256)).toEqual(everyByte)
    expect(toBytes(everyByte, 256)).toEqual(everyByte)
  })

  it('uses each of any number of levels', () => {
    for (let levels = 2; levels <= 256; levels++) {
      const used = new Set(quantise(everyByte, levels))
      expect(used.size).toBe(levels)
      expect(Math.max(...used)).toBe(levels - 1)
    }
  })

  it('takes a shown level back to itself, for powers of two', () => {
    for (const levels of [2, 4, 8, 16, 32, 64, 128, 256]) {
      for (let level = 0; level < levels; level++) {
        expect(byteToLevel(levelToByte(level, levels), levels)).toBe(level)
      }
    }
  })

  it('takes Rec. 601 luma of bytes, rounded', () => {
    expect([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255)]).toEqual([76, 150, 29])
    for (const grey of everyByte) expect(luma(grey, grey, grey)).toBe(grey)
  })

  it('lays alpha over white', () => {
    expect([overWhite(0, 255), overWhite(0, 0), overWhite(0, 128), overWhite(200, 51)]).toEqual([
      0, 255, 127, 244,
    ])
  })
})

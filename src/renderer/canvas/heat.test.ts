import { describe, expect, it } from 'vitest'
import { heat, heatPixels, heatStep, heatSteps, heatTop } from './heat'

/** Relative luminance of sRGB bytes (WCAG). */
function luminance(step: number): number {
  const [r = 0, g = 0, b = 0] = [...heat.subarray(step * 3, step * 3 + 3)].map((byte) => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe('colours for values', () => {
  it('are lighter the larger the value is, from nearly black to nearly white', () => {
    for (let step = 1; step < heatSteps; step++) {
      // Bytes are whole numbers: a step may be lost to rounding, but never more.
      expect(luminance(step)).toBeGreaterThan(luminance(step - 1) - 0.002)
      if (step >= 8) expect(luminance(step)).toBeGreaterThan(luminance(step - 8))
    }
    expect(luminance(0)).toBeLessThan(0.02)
    expect(luminance(heatSteps - 1)).toBeGreaterThan(0.75)
  })

  it('go from one to the next without a jump', () => {
    for (let i = 3; i < heat.length; i++)
      expect(Math.abs((heat[i] ?? 0) - (heat[i - 3] ?? 0))).toBeLessThan(9)
  })

  it('lie on a scale from 0 to the top, whatever lies beyond', () => {
    expect([-1, 0, 2, 4, 9].map((value) => heatStep(value, 4))).toEqual([0, 0, 128, 255, 255])
    expect(heatStep(1, 0)).toBe(0)
    const pixels = heatPixels(Float32Array.of(0, 4), 4)
    expect([...pixels.subarray(4)]).toEqual([...heat.subarray(255 * 3), 255])
  })

  it('are not spent on a single pixel that nobody expected', () => {
    const calm = Float32Array.from({ length: 1000 }, (_, i) => i / 1000)
    expect(heatTop([calm, Float32Array.of(900)])).toBeLessThan(1)
    expect(heatTop([Float32Array.of(2, 1)])).toBe(2)
    expect(heatTop([])).toBe(0)
  })
})

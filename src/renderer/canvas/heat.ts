/** Colours for values: from dark violet over red and orange to pale yellow, ever lighter, so that grey tells the same. */

/** What the colours go through: lightness, chroma and hue in degrees, in OKLCH. */
const stops: readonly (readonly [lightness: number, chroma: number, hue: number])[] = [
  [0.17, 0.05, 285],
  [0.33, 0.16, 300],
  [0.5, 0.19, 345],
  [0.66, 0.19, 28],
  [0.8, 0.16, 65],
  [0.96, 0.11, 105],
]

export const heatSteps = 256

/** The colours as bytes [256, 3], from the least to the most. */
export const heat: Uint8Array = colours()

function colours(): Uint8Array {
  const result = new Uint8Array(heatSteps * 3)
  for (let step = 0; step < heatSteps; step++) {
    const at = (step / (heatSteps - 1)) * (stops.length - 1)
    const from = Math.min(stops.length - 2, Math.floor(at))
    const [a, b] = [stops[from], stops[from + 1]]
    if (!a || !b) continue
    const share = at - from
    const between = (one: number, other: number): number => one + share * (other - one)
    // The hue goes on over 360 degrees the short way.
    const turn = ((b[2] - a[2] + 540) % 360) - 180
    result.set(srgbOf(between(a[0], b[0]), between(a[1], b[1]), a[2] + share * turn), step * 3)
  }
  return result
}

/** OKLCH (Björn Ottosson, 2020) as sRGB bytes, cut to what a screen can show. */
function srgbOf(lightness: number, chroma: number, hue: number): [number, number, number] {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)]
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    byteOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byteOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byteOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function byteOf(linear: number): number {
  const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
  return Math.round(255 * Math.min(1, Math.max(0, value)))
}

/** The step of a value on a scale that begins at 0. */
export function heatStep(value: number, top: number): number {
  if (!(top > 0)) return 0
  return Math.round(Math.min(1, Math.max(0, value / top)) * (heatSteps - 1))
}

/** Values as opaque pixels, RGBA. */
export function heatPixels(values: Float32Array, top: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4)
  values.forEach((value, i) => {
    const at = heatStep(value, top) * 3
    pixels.set([heat[at] ?? 0, heat[at + 1] ?? 0, heat[at + 2] ?? 0, 255], i * 4)
  })
  return pixels
}

/** The whole scale as a CSS gradient, from left to right. */
export function heatGradient(): string {
  const shown = 16
  const parts = Array.from({ length: shown + 1 }, (_, i) => {
    const at = Math.round((i / shown) * (heatSteps - 1)) * 3
    return `rgb(${heat[at] ?? 0} ${heat[at + 1] ?? 0} ${heat[at + 2] ?? 0})`
  })
  return `linear-gradient(to right, ${parts.join(', ')})`
}

/**
 * Where the scale ends: at the largest value, or where all but one in two hundred lie below, so that a single pixel
 * that nobody expected doesn't make all others look alike.
 */
export function heatTop(maps: readonly Float32Array[]): number {
  const sorted = Float32Array.from(maps.flatMap((map) => [...map])).sort()
  return sorted[Math.max(0, Math.ceil(0.995 * sorted.length) - 1)] ?? 0
}

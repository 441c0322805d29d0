import { hash } from './random.mjs'
import { clamp, mix } from './vector.mjs'

/** @typedef {import('./render.mjs').Light} Light */
/**
 * `exposure`: a factor on the light; `white`: the light that becomes white; `contrast`: 0 for none; `saturation`: 1 for
 * as it is; `glow`: the share of the light that the lens spreads; `vignette`: how much darker corners are; `grain`: its
 * deviation in levels of 256; `tint`: a factor for each colour, the white balance.
 * @typedef {{ exposure: number, white?: number, contrast?: number, saturation?: number, glow?: number,
 *   vignette?: number, grain?: number, tint?: import('./vector.mjs').Vec }} Film
 */

/**
 * From linear light to the 8-bit sRGB of a photograph.
 * @param {Light} light
 * @param {Film} film
 * @returns {Buffer}
 */
export function develop(light, film) {
  const { exposure, white = 4, contrast = 0, saturation = 1, glow = 0, vignette = 0, grain = 0 } = film
  const tint = film.tint ?? [1, 1, 1]
  const { width, height } = light
  const spread = glow > 0 ? blur(light, Math.round(Math.max(width, height) / 60)) : light.data
  const bytes = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x
      const fall = falloff(x / width - 0.5, y / height - 0.5, vignette)
      /** @type {(c: 0 | 1 | 2) => number} */
      const seen = (c) => {
        const at = 3 * pixel + c
        const sharp = light.data[at] ?? 0
        return exposure * tint[c] * fall * (sharp + ((spread[at] ?? 0) - sharp) * glow)
      }
      const speck = grain * (deviate(x, y) + 0.35 * deviate(x >> 1, (y >> 1) + height))
      const colour = curve([seen(0), seen(1), seen(2)], white, saturation)
      for (let c = 0; c < 3; c++) {
        const level = bend(encode(colour[c] ?? 0), contrast)
        // Grain shows most in middle tones.
        bytes[3 * pixel + c] = Math.round(
          clamp(255 * level + speck * (0.4 + 2.4 * level * (1 - level)), 0, 255),
        )
      }
    }
  }
  return bytes
}

/**
 * Highlights are rolled off by their brightness, and pale as they near white.
 * @type {(colour: import('./vector.mjs').Vec, white: number, saturation: number) => import('./vector.mjs').Vec}
 */
function curve(colour, white, saturation) {
  const luma = 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
  if (luma <= 0) return [0, 0, 0]
  const mapped = (luma * (1 + luma / (white * white))) / (1 + luma)
  /** @type {import('./vector.mjs').Vec} */
  const kept = [0, 0, 0]
  for (const c of /** @type {const} */ ([0, 1, 2])) {
    const alone = colour[c] / (1 + colour[c])
    // Between a curve of brightness, which keeps hues, and one of each colour, which pales as film does.
    kept[c] = 0.5 * (colour[c] / luma) * mapped + 0.5 * alone * (1 + colour[c] / (white * white))
  }
  const pale = mapped * mapped * mapped * 0.3
  return mix([mapped, mapped, mapped], kept, saturation * (1 - clamp(pale)))
}

/** @type {(x: number) => number} */
const encode = (x) =>
  x <= 0.0031308 ? 12.92 * Math.max(0, x) : 1.055 * Math.pow(Math.min(1, x), 1 / 2.4) - 0.055

/** An S about the middle. @type {(x: number, contrast: number) => number} */
const bend = (x, contrast) => x + contrast * (x * x * (3 - 2 * x) - x)

/** @type {(x: number, y: number, vignette: number) => number} */
const falloff = (x, y, vignette) => 1 - vignette * Math.pow(2 * (x * x + y * y), 1.2)

/** About a normal deviate, of a place. @type {(x: number, y: number) => number} */
function deviate(x, y) {
  let sum = -2
  for (let i = 0; i < 4; i++) sum += hash(x, y, 90 + i) / 4294967296
  return sum * 1.7320508
}

/** Three boxes in a row, which is nearly a Gaussian. @type {(light: Light, radius: number) => Float32Array} */
function blur({ width, height, data }, radius) {
  let from = data
  for (let pass = 0; pass < 3; pass++) {
    from = smear(from, height, width, 3 * width, 3, radius)
    from = smear(from, width, height, 3, 3 * width, radius)
  }
  return from
}

/**
 * Means along lines of `long` pixels, `step` apart in memory.
 * @type {(from: Float32Array, lines: number, long: number, line: number, step: number, radius: number) => Float32Array}
 */
function smear(from, lines, long, line, step, radius) {
  const to = new Float32Array(from.length)
  for (let i = 0; i < lines; i++) {
    for (let c = 0; c < 3; c++) {
      const start = i * line + c
      /** @type {(at: number) => number} */
      const value = (at) => from[start + step * clamp(at, 0, long - 1)] ?? 0
      let sum = 0
      for (let at = -radius; at <= radius; at++) sum += value(at)
      for (let at = 0; at < long; at++) {
        to[start + step * at] = sum / (2 * radius + 1)
        sum += value(at + radius + 1) - value(at - radius)
      }
    }
  }
  return to
}

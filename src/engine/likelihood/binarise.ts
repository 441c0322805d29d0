import { byteToLevel } from '../pixels/levels'
import { RandomStream } from '../random/stream'

/** Which drawing of an image's binary pixels. */
export interface BinarisationKey {
  readonly seed: number
  /** How often the image was looked at before; an epoch from 1 on in training. */
  readonly visit: number
  /** The image's position in its set. */
  readonly image: number
}

/**
 * The one drawing that validation and `evaluate` use (models.md): keyed by (0, image index, position).
 * Training counts its visits from 1, so that it never draws the same numbers.
 */
export function fixedBinarisation(image: number): BinarisationKey {
  return { seed: 0, visit: 0, image }
}

/**
 * Grey bytes to levels 0 and 1, the byte / 255 being the probability of a 1 (section 5.1: binary MNIST).
 * A pure function of the key and each byte's position; 0 is always 0, and 255 always 1.
 */
export function binarise(bytes: Uint8Array, { seed, visit, image }: BinarisationKey): Uint8Array {
  const uniforms = new Float64Array(bytes.length)
  new RandomStream(seed, 'binarise').fillUniform(uniforms, image, visit)
  return bytes.map((byte, i) => ((uniforms[i] ?? 0) * 255 < byte ? 1 : 0))
}

/** Grey bytes to levels 0 and 1, cut at 128: the other choice, and that for known pixels. */
export function threshold(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byteToLevel(byte, 2))
}

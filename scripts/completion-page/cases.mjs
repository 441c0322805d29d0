import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { createRandom } from './random.mjs'
import { holeKinds, holeOf } from './holes.mjs'

/**
 * A picture and what of it is hidden.
 * @typedef {object} Case
 * @property {string} name
 * @property {string} kind of hole
 * @property {number} side pixels
 * @property {number} channels
 * @property {Buffer} truth bytes, [side, side, channels]
 * @property {Uint8Array} hole [side, side]
 */

/**
 * Twenty of MNIST's test digits, whichever the seed picks.
 * @param {string} path the IDX file @param {number} seed @param {number} count
 * @returns {Case[]}
 */
export function digitCases(path, seed, count) {
  const bytes = readFileSync(path)
  const [images, side] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8)]
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const at = 16 + random.below(images) * side * side
    const kind = holeKinds[i % holeKinds.length] ?? ''
    const truth = bytes.subarray(at, at + side * side)
    const name = `digit-${String(i).padStart(2, '0')}`
    return { name, kind, side, channels: 1, truth, hole: holeOf(kind, side, random) }
  })
}

/**
 * Squares cut from the sample photos and scaled to what the model sees, wherever the seed puts them.
 * @param {string} folder @param {number} seed @param {number} count
 * @returns {Promise<Case[]>}
 */
export async function photoCases(folder, seed, count) {
  const side = 32
  const files = readdirSync(folder)
    .filter((name) => /\.jpe?g$/.test(name))
    .sort()
  const random = createRandom(seed)
  const cases = []
  for (let i = 0; i < count; i++) {
    const file = files[random.below(files.length)] ?? ''
    const upright = await sharp(join(folder, file))
      .rotate()
      .removeAlpha()
      .toBuffer({ resolveWithObject: true })
    const { width, height } = upright.info
    const cut = Math.min(width, height, 96 + random.below(Math.min(width, height) - 96))
    const [left, top] = [random.below(width - cut + 1), random.below(height - cut + 1)]
    const truth = await sharp(upright.data)
      .extract({ left, top, width: cut, height: cut })
      .resize(side, side)
      .raw()
      .toBuffer()
    const kind = holeKinds[i % holeKinds.length] ?? ''
    const name = `photo-${String(i).padStart(2, '0')}`
    cases.push({ name, kind, side, channels: 3, truth, hole: holeOf(kind, side, random) })
  }
  return cases
}

import { readdirSync, readFileSync } from 'node:fs'
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
 * MNIST's test digits, whichever the seed picks.
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
 * Small square pictures in colour from a folder, whichever the seed picks, each at most once.
 * @param {string} folder of image files of one size @param {number} seed @param {number} count
 * @returns {Promise<Case[]>}
 */
export async function photoCases(folder, seed, count) {
  const random = createRandom(seed)
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|jpe?g)$/.test(name))
    .sort()
  const cases = []
  for (let i = 0; i < count && left.length > 0; i++) {
    const [file = ''] = left.splice(random.below(left.length), 1)
    const image = sharp(join(folder, file)).removeAlpha().toColourspace('srgb').raw()
    const { data, info } = await image.toBuffer({ resolveWithObject: true })
    const kind = holeKinds[i % holeKinds.length] ?? ''
    cases.push({
      ...{ name: `photo-${String(i).padStart(2, '0')}`, kind, side: info.width, channels: 3, truth: data },
      hole: holeOf(kind, info.width, random),
    })
  }
  return cases
}

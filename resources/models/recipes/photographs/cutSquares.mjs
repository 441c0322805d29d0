import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { randomOf } from '../../../../scripts/samples/random.mjs'
import { photographsIn } from './photographsIn.mjs'

/** Each so many photographs of a folder, in the order of their paths, are held out whole: no square of them is trained on. */
const heldOutEvery = 10

/** The least side of a square in its photograph, in those of the square that is cut: reduced, it has no traces of JPEG. */
const leastReduction = 1.5

/** Photographs are reduced to so many pixels on their shorter side before anything is cut: squares of more would hold no more. */
const mostSide = 1024

/**
 * A photograph of so many pixels on its shorter side gives as many squares to train on as it is asked for; one of twice as
 * many gives twice as many and one of half as many half as many, and none more or less than that.
 */
const usualSide = 512

/**
 * Cuts squares of `size` pixels from the photographs of a folder: at random places, each as large as chance has it between
 * `leastReduction * size` pixels and the whole height, reduced to `size`. Written as PNG below `work`, those to train on
 * apart from those of photographs held out, where all photographs count the same; the same folder gives the same squares.
 * What is there already is taken as it is.
 *
 * @param {string} data @param {string} work
 * @param {{ size: number, eachTraining: number, eachHeldOut: number }} squares how many of a usual photograph
 * @returns {Promise<{ training: string, heldOut: string, photographs: number }>}
 */
export async function cutSquares(data, work, { size, eachTraining, eachHeldOut }) {
  const parts = join(work, 'squares')
  const files = photographsIn(data)
  const result = {
    training: join(parts, 'training'),
    heldOut: join(parts, 'held-out'),
    photographs: files.length,
  }
  if (existsSync(parts)) return result
  const fresh = `${parts}.new`
  rmSync(fresh, { recursive: true, force: true })
  for (const [i, file] of files.entries()) {
    const isHeldOut = i % heldOutEvery === 0
    const folder = join(fresh, isHeldOut ? 'held-out' : 'training')
    mkdirSync(folder, { recursive: true })
    const count = (/** @type {number} */ side) =>
      isHeldOut ? eachHeldOut : Math.round(eachTraining * Math.min(2, Math.max(0.5, side / usualSide)))
    const pictures = await squaresOf(join(data, file), size, count, randomOf(i + 1))
    pictures.forEach((picture, k) =>
      writeFileSync(join(folder, `${String(i).padStart(4, '0')}-${String(k).padStart(3, '0')}.png`), picture),
    )
  }
  renameSync(fresh, parts)
  return result
}

/**
 * Nothing where a photograph is too small for it.
 * @param {string} file @param {number} size @param {(side: number) => number} count @param {() => number} random
 */
async function squaresOf(file, size, count, random) {
  const { data, info } = await sharp(file)
    .rotate()
    .resize(mostSide, mostSide, { fit: 'outside', withoutEnlargement: true })
    .flatten()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const most = Math.min(width, height)
  const least = size * leastReduction
  if (most < least) return []
  const pictures = []
  for (let k = 0; k < count(most); k++) {
    const side = Math.round(least * (most / least) ** random())
    const left = Math.floor(random() * (width - side + 1))
    const top = Math.floor(random() * (height - side + 1))
    pictures.push(
      await sharp(data, { raw: { width, height, channels } })
        .extract({ left, top, width: side, height: side })
        .resize(size, size)
        .png()
        .toBuffer(),
    )
  }
  return pictures
}

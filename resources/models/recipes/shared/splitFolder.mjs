import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Each so many files of a folder, in the order of their paths, are held out; the twin's `images.py` does the same. */
const heldOutEvery = 25

/**
 * Parts a folder of images in two, by links or copies below `work`: those to train on, and those held out, which no
 * training sees. What is there already is taken as it is.
 *
 * @param {string} data @param {string} work
 * @returns {{ training: string, heldOut: string }}
 */
export function splitFolder(data, work) {
  const parts = join(work, 'parts')
  const [training, heldOut] = [join(parts, 'training'), join(parts, 'held-out')]
  if (existsSync(parts)) return { training, heldOut }
  const fresh = `${parts}.new`
  rmSync(fresh, { recursive: true, force: true })
  const entries = existsSync(data) ? readdirSync(data, { recursive: true, withFileTypes: true }) : []
  const files = entries
    .filter((entry) => entry.isFile() && /\.(jpe?g|png)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort((a, b) => (a < b ? -1 : 1))
  if (files.length < heldOutEvery) {
    console.error(
      `${data} has too few images (.jpg, .jpeg, .png) to hold some out: it needs ${heldOutEvery}.`,
    )
    process.exit(2)
  }
  files.forEach((file, i) => {
    const part = i % heldOutEvery === 0 ? 'held-out' : 'training'
    place(file, join(fresh, part, file.slice(data.length + 1)))
  })
  renameSync(fresh, parts)
  return { training, heldOut }
}

/** A link where the disk can, else a copy. */
function place(/** @type {string} */ file, /** @type {string} */ to) {
  mkdirSync(dirname(to), { recursive: true })
  try {
    linkSync(file, to)
  } catch {
    copyFileSync(file, to)
  }
}

// The sample photos: rendered pictures of our own, what is to go in each of them, and small pictures of them on which
// likelihoods are checked. Beside them goes what `sha256sum --check SHA256SUMS` reads.
//     node scripts/samples.mjs [--only NAME] [--rays 4] [--out FOLDER] [--crops FOLDER]
// It takes a quarter of an hour on two cores, and gives the same pictures every time.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cropsOf } from './samples/crops.mjs'
import { develop } from './samples/film.mjs'
import { jpegOf, pngOf } from './samples/files.mjs'
import { lowerHalf, strokesOf } from './samples/masks.mjs'
import { pictures } from './samples/pictures.mjs'
import { renderInThreads } from './samples/threads.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rays: { type: 'string' },
    out: { type: 'string', default: 'resources/samples' },
    crops: { type: 'string', default: 'test/fixtures/photos32' },
  },
})
const out = resolve(repositoryRoot, values.out)
const crops = resolve(repositoryRoot, values.crops)

/** @type {(path: string, bytes: Uint8Array) => void} */
function put(path, bytes) {
  mkdirSync(resolve(path, '..'), { recursive: true })
  writeFileSync(path, bytes)
  console.log(`${path}: ${bytes.length} bytes`)
}

const known = pictures.map(({ name }) => name)
if (values.only !== undefined && !known.includes(values.only)) {
  console.error(`There is no picture ${values.only}, only ${known.join(', ')}.`)
  process.exit(1)
}
for (const picture of pictures) {
  const { name, width, height } = picture
  put(join(out, 'masks', `${name}.png`), await pngOf(strokesOf(picture), width, height, 1))
}
for (const digit of [0, 2, 3, 5, 8, 9]) {
  put(join(out, 'masks', `digit-${digit}.png`), await pngOf(lowerHalf(28, 28), 28, 28, 1))
}

for (const picture of pictures) {
  const { name } = picture
  if (values.only !== undefined && values.only !== name) continue
  const started = Date.now()
  const light = await renderInThreads(picture, values.rays === undefined ? picture.rays : Number(values.rays))
  const pixels = develop(light, picture.film)
  put(join(out, `${name}.jpg`), await jpegOf(pixels, picture))
  for (const [i, crop] of cropsOf(pixels, picture).entries()) {
    put(join(crops, `${name}-${i + 1}.png`), await pngOf(crop, 32, 32, 3))
  }
  console.log(`${name}: ${Math.round((Date.now() - started) / 1000)} s`)
}

const hashes = readdirSync(out)
  .filter((name) => /\.(jpg|png)$/.test(name))
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex')}  ${name}\n`,
  )
put(join(out, 'SHA256SUMS'), Buffer.from(hashes.join('')))

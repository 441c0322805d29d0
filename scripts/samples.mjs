// The sample photos, rendered: pictures, what is to go in each of them, and the small crops that likelihoods are checked on.
//     node scripts/samples.mjs [--only NAME] [--rays 8] [--out FOLDER]
// Each pixel draws random numbers of its own, so that the files are the same every time. It takes some minutes.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { develop } from './samples/film.mjs'
import { pictures } from './samples/pictures.mjs'
import { render } from './samples/render.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rays: { type: 'string' },
    out: { type: 'string', default: 'resources/samples' },
  },
})
const out = resolve(repositoryRoot, values.out)
mkdirSync(out, { recursive: true })

for (const picture of pictures) {
  if (values.only !== undefined && values.only !== picture.name) continue
  const started = Date.now()
  const { width, height } = picture
  const light = render(width, height, values.rays === undefined ? picture.rays : Number(values.rays), picture.radiance())
  const pixels = develop(light, picture.film)
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
  const file = join(out, `${picture.name}.jpg`)
  const bytes = await image.jpeg({ quality: picture.quality, mozjpeg: true }).toBuffer()
  writeFileSync(file, bytes)
  console.log(`${file}: ${bytes.length} bytes, ${Math.round((Date.now() - started) / 1000)} s`)
}

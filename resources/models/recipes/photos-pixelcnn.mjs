#!/usr/bin/env node
// Makes the bundled model of small photographs and puts it beside this folder. DATA is CIFAR-10's training images as a
// folder of image files.
//
//     python3 resources/models/recipes/twin/photos.py DATA OUT
//     node resources/models/recipes/photos-pixelcnn.mjs DATA --trained OUT
//
// The first trains it on a large card in seven minutes; so the model that ships was made. The second judges and places it.
// Without --trained it is trained here, from nothing, which takes days of a processor; interrupted, it goes on where it
// stopped when started again. Either way it is a PixelCNN of 256 levels, then a conditioning network beside it.
import { join, resolve } from 'node:path'
import { makeModel } from './shared/makeModel.mjs'
import { root } from './shared/paths.mjs'
import { splitFolder } from './shared/splitFolder.mjs'

const [data] = process.argv.slice(2)
if (data === undefined || data.startsWith('-')) {
  console.error('Name the folder of CIFAR-10: node resources/models/recipes/photos-pixelcnn.mjs DATA')
  process.exit(2)
}
const work = process.argv.indexOf('--work')
const { training, heldOut } = splitFolder(
  resolve(data),
  join(work < 0 ? join(root, '.cache', 'recipes') : resolve(process.argv[work + 1] ?? ''), 'photos'),
)

const shared = {
  batch: 16,
  optimizer: 'adam',
  'learning-rate': 0.001,
  schedule: 'cosine',
  flip: true,
  validation: 0.01,
  'check-every': 1000,
  seed: 1,
}

makeModel({
  id: 'photos-pixelcnn',
  name: 'Small photographs',
  description:
    'Small colour photographs of animals, cars, ships and planes. A second network beside it looks at all that is known around a hole before it draws.',
  licence:
    'MIT. CIFAR-10 is by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton (2009), published for research without a licence; no image of it is in here.',
  data: { path: training, says: 'CIFAR-10, 48,000 training images as JPEG', argument: 'DATA' },
  test: { path: heldOut, says: 'CIFAR-10, 2,000 other training images as JPEG, 200 of each class' },
  check: { path: join(root, 'test', 'fixtures', 'photos32'), says: 'sixteen squares of the sample pictures' },
  stages: [
    {
      name: 'plain',
      steps: 84_000,
      options: {
        ...shared,
        ...{
          size: 32,
          channels: 3,
          levels: 256,
          hidden: 128,
          layers: 12,
          'output-features': 256,
          skip: true,
        },
        ...{ 'warm-up': 1500, average: 0.9999 },
      },
    },
    {
      steps: 24_000,
      options: {
        ...shared,
        ...{ conditioner: true, 'conditioner-hidden': 64, 'conditioner-layers': 8, 'warm-up': 500 },
      },
      goesOn: true,
    },
  ],
  twin: {
    command: 'python3 resources/models/recipes/twin/photos.py DATA OUT',
    machine: 'one NVIDIA H200, by PyTorch 2.11',
  },
})

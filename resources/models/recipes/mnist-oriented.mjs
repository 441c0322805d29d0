#!/usr/bin/env node
// Trains the digit model that docs/completion.md completes in all orientations, in .cache/recipes/mnist-oriented:
//
//     node resources/models/recipes/mnist-oriented.mjs
//
// The bundled digit model goes on to learn from digits in all their eight orientations. It is not bundled: digits stand
// upright. Interrupted, it goes on where it stopped when started again.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { digits, root } from './shared/paths.mjs'
import { trainStages } from './shared/train.mjs'

const options = {
  from: 'mnist-pixelcnn',
  orient: true,
  batch: 16,
  'learning-rate': 0.001,
  schedule: 'cosine',
  'warm-up': 100,
  validation: 0.02,
  'check-every': 1000,
  seed: 2,
}

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '7000' },
    work: { type: 'string', default: join(root, '.cache', 'recipes') },
  },
})
trainStages({
  out: join(values.work, 'mnist-oriented'),
  data: digits('train'),
  stages: [{ steps: Number(values.steps), options }],
})

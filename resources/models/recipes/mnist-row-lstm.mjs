#!/usr/bin/env node
// Trains the bundled Row LSTM of digits from nothing and puts it beside this folder:
//
//     node resources/models/recipes/mnist-row-lstm.mjs
//
// The rate falls as if it were trained for longer: the curve still fell, slowly, when it was time to stop. Interrupted, it
// goes on where it stopped when started again.
import { lstmOptions, mnist } from './shared/digits.mjs'
import { makeModel } from './shared/makeModel.mjs'

makeModel({
  ...mnist,
  id: 'mnist-row-lstm',
  name: 'MNIST digits, Row LSTM',
  description:
    'Handwritten digits from 0 to 9. It sees a triangle of all rows above each pixel, and knows strokes better than the PixelCNN.',
  stages: [
    { steps: 52_000, options: { architecture: 'row-lstm', ...lstmOptions, 'schedule-steps': 70_000 } },
  ],
})

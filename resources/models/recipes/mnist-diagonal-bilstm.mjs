#!/usr/bin/env node
// Trains the bundled Diagonal BiLSTM of digits from nothing and puts it beside this folder:
//
//     node resources/models/recipes/mnist-diagonal-bilstm.mjs
//
// The rate falls as if it were trained for longer: the curve still fell, slowly, when it was time to stop. Interrupted, it
// goes on where it stopped when started again.
import { lstmOptions, mnist } from './shared/digits.mjs'
import { makeModel } from './shared/makeModel.mjs'

makeModel({
  ...mnist,
  id: 'mnist-diagonal-bilstm',
  name: 'MNIST digits, Diagonal BiLSTM',
  description:
    'Handwritten digits from 0 to 9. It sees everything above and to the left of each pixel, and knows digits best.',
  stages: [
    { steps: 37_000, options: { architecture: 'diagonal-bilstm', ...lstmOptions, 'schedule-steps': 60_000 } },
  ],
})

#!/usr/bin/env node
// Trains the Multi-Scale model of photographs (section 3.6 of the paper) of docs/results.md, in
// .cache/recipes/photos-multi-scale. DATA is a folder of photographs, a few hundred pixels a side or more.
//
//     node resources/models/recipes/photos-multi-scale.mjs DATA
//
// Squares of many sizes are cut from them and reduced to 64 x 64, of which the model draws a 32 x 32 image first. Each
// tenth photograph is held out whole, and in the end the model is judged by its squares. It is not bundled: it has no
// network that sees what follows a hole. Interrupted, it goes on where it stopped when started again.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cutSquares } from './shared/cutSquares.mjs'
import { root } from './shared/paths.mjs'
import { pixelloom } from './shared/pixelloom.mjs'
import { trainStages } from './shared/train.mjs'

const options = {
  ...{ size: 64, 'multi-scale': 32, channels: 3, levels: 256 },
  ...{ hidden: 32, layers: 8, 'output-features': 64, skip: true },
  ...{ batch: 4, optimizer: 'adam', 'learning-rate': 0.0015, schedule: 'cosine', 'warm-up': 500 },
  ...{ average: 0.9995, flip: true, validation: 0.01, 'check-every': 1000, seed: 1 },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '16000' },
    limit: { type: 'string' },
    work: { type: 'string', default: join(root, '.cache', 'recipes') },
  },
})
const [data] = positionals
if (data === undefined) {
  console.error('Name a folder of photographs: node resources/models/recipes/photos-multi-scale.mjs DATA')
  process.exit(2)
}
const out = join(resolve(values.work), 'photos-multi-scale')
const { training, heldOut, photographs } = await cutSquares(resolve(data), out, {
  ...{ size: 64, eachTraining: 90, eachHeldOut: 50 },
})
trainStages({ out, data: training, stages: [{ steps: Number(values.steps), options }] })
const few = values.limit === undefined ? [] : ['--limit', values.limit]
const { images, nats, bitsPerDim } = pixelloom('evaluate', '--model', out, '--data', heldOut, ...few)
console.log(JSON.stringify({ photographs, images, nats, bitsPerDim }))

#!/usr/bin/env node
// Makes the bundled Multi-Scale model of photographs (section 3.6 of the paper), 64 x 64 around the 32 x 32 of
// photos-pixelcnn, and puts it beside this folder. DATA is a folder of photographs, a few hundred pixels a side or more;
// photographs/gather.mjs gathers those that the bundled one learned from.
//
//     node resources/models/recipes/photographs/gather.mjs DATA && node resources/models/recipes/photos-multi-scale.mjs DATA
//
// Squares of many sizes are cut from them and reduced to 64 x 64; each tenth photograph is held out whole, and in the end
// the model is judged by its squares. Only the network of the large image is trained: given the true small image it needs
// none of the small network, so that one is next to nothing until photos-pixelcnn takes its place.
// Interrupted, it goes on where it stopped when started again.
import { join, resolve } from 'node:path'
import { cutSquares } from './photographs/cutSquares.mjs'
import { makeModel } from './shared/makeModel.mjs'
import { root } from './shared/paths.mjs'

const [data] = process.argv.slice(2)
if (data === undefined || data.startsWith('-')) {
  console.error('Name a folder of photographs: node resources/models/recipes/photos-multi-scale.mjs DATA')
  process.exit(2)
}
const work = process.argv.indexOf('--work')
const { training, heldOut } = await cutSquares(
  resolve(data),
  join(work < 0 ? join(root, '.cache', 'recipes') : resolve(process.argv[work + 1] ?? ''), 'photographs'),
  { size: 64, eachTraining: 90, eachHeldOut: 50 },
)

makeModel({
  id: 'photos-multi-scale',
  name: 'Small photographs, finer',
  description:
    'Draws “Small photographs” first, then the pixels between theirs: twice as fine on every side. Best uses it by itself.',
  licence:
    'MIT. Around a model of CIFAR-10, by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton (2009), published for research without a licence; taught on photographs of Debian packages under free licences. No image of either is in here.',
  data: {
    path: training,
    says: '26,032 squares of 252 photographs of Debian packages; inside a model of CIFAR-10',
    argument: 'DATA',
  },
  test: { path: heldOut, says: '1,450 squares of 29 other photographs' },
  check: { path: join(root, 'test', 'fixtures', 'photos32'), says: 'sixteen squares of the sample pictures' },
  stages: [
    {
      steps: 14_000,
      options: {
        ...{ size: 64, 'multi-scale': 32, channels: 3, levels: 256 },
        ...{ hidden: 48, layers: 8, 'output-features': 64, skip: true },
        ...{ 'small-hidden': 8, 'small-layers': 1, 'small-output-features': 16 },
        ...{ batch: 4, optimizer: 'adam', 'learning-rate': 0.0015 },
        ...{ schedule: 'cosine', 'warm-up': 400 },
        ...{ average: 0.9995, flip: true, validation: 0.01, 'check-every': 1000, seed: 1 },
      },
    },
  ],
  around: 'photos-pixelcnn',
})

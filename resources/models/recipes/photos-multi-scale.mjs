#!/usr/bin/env node
// Makes the bundled Multi-Scale model of photographs (section 3.6 of the paper) and puts it beside this folder. DATA is a
// folder of photographs, a few hundred pixels a side or more.
//
//     node resources/models/recipes/photos-multi-scale.mjs DATA
//
// Squares of many sizes are cut from them and reduced to 64 x 64, of which the model draws a 32 x 32 image first. Each
// tenth photograph is held out whole. Interrupted, it goes on where it stopped when started again.
import { join, resolve } from 'node:path'
import { cutSquares } from './shared/cutSquares.mjs'
import { makeModel } from './shared/makeModel.mjs'
import { root } from './shared/paths.mjs'

const [data] = process.argv.slice(2)
if (data === undefined || data.startsWith('-')) {
  console.error('Name a folder of photographs: node resources/models/recipes/photos-multi-scale.mjs DATA')
  process.exit(2)
}
const id = 'photos-multi-scale'
const work = process.argv.indexOf('--work')
const { training, heldOut } = await cutSquares(
  resolve(data),
  join(work < 0 ? join(root, '.cache', 'recipes') : resolve(process.argv[work + 1] ?? ''), id),
  { size: 64, eachTraining: 90, eachHeldOut: 50 },
)

makeModel({
  id,
  name: 'Photographs, in two scales',
  description:
    'Landscapes, buildings, animals and plants, 64 pixels a side: it draws every other pixel of every other row first, then what lies between.',
  licence:
    "MIT. Made from 241 photographs of Debian's packages gnome-backgrounds, gcompris-qt-data, lomiri-wallpapers, mate-backgrounds and plasma-workspace-wallpapers, whose authors and licences (Creative Commons BY-SA and other free ones) those packages name; no photograph is in here.",
  data: {
    path: training,
    says: "19,440 squares of 216 photographs of Debian's packages of backgrounds and of gcompris",
    argument: 'DATA',
  },
  test: { path: heldOut, says: '1,250 squares of 25 other photographs of the same packages' },
  check: { path: join(root, 'test', 'fixtures', 'photos64'), says: 'eight squares of the sample pictures' },
  stages: [
    {
      steps: 16_000,
      options: {
        ...{ size: 64, 'multi-scale': 32, channels: 3, levels: 256 },
        ...{ hidden: 32, layers: 8, 'output-features': 64, skip: true },
        ...{ batch: 4, optimizer: 'adam', 'learning-rate': 0.0015, schedule: 'cosine', 'warm-up': 500 },
        ...{ average: 0.9995, flip: true, validation: 0.01, 'check-every': 1000, seed: 1 },
      },
    },
  ],
})

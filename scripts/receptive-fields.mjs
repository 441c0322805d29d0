// node scripts/receptive-fields.mjs: draws the figures of docs/models.md, and prints its table of costs. What
// a network sees is measured: the gradient of one pixel's logit by every pixel of a 32 x 32 image, in networks
// of random weights. It fails where that is not what the definition of the network says.
import * as tf from '@tensorflow/tfjs'
import { join } from 'node:path'
import sharp from 'sharp'
import { runnerImport } from 'vite'
import { requireNode } from './support/node-version.mjs'
import { repositoryRoot } from './support/paths.mjs'

requireNode()

const SIZE = 32
const PIXEL = { size: SIZE, row: 19, column: 14 }
const CELL = 10
/** Gradients from the largest of a figure down to this share of it get shades; smaller ones the lightest. */
const FAINTEST = 1e-6

const COLOURS = {
  later: [255, 255, 255],
  unseen: [236, 132, 74],
  strongest: [16, 62, 120],
  weakest: [206, 224, 244],
  pixel: [0, 0, 0],
  line: [226, 226, 226],
}

/** @type {readonly { architecture: 'pixelcnn' | 'row-lstm' | 'diagonal-bilstm', layers: number }[]} */
const FIGURES = [
  { architecture: 'pixelcnn', layers: 1 },
  { architecture: 'pixelcnn', layers: 5 },
  { architecture: 'pixelcnn', layers: 15 },
  { architecture: 'row-lstm', layers: 1 },
  { architecture: 'row-lstm', layers: 12 },
  { architecture: 'diagonal-bilstm', layers: 1 },
]

/** Sizes of networks whose cost is told, with the blocks of each architecture; the second is the paper's. */
const EXAMPLES = [
  {
    words: 'binary digits',
    size: 28,
    channels: 1,
    levels: 2,
    hidden: 16,
    outputFeatures: 32,
    layers: [7, 7, 7],
  },
  {
    words: 'CIFAR-10',
    size: 32,
    channels: 3,
    levels: 256,
    hidden: 128,
    outputFeatures: 1024,
    layers: [15, 12, 12],
  },
]
const ARCHITECTURES = ['pixelcnn', 'row-lstm', 'diagonal-bilstm']

/** @type {(path: string) => Promise<any>} */
const load = async (path) =>
  (await runnerImport(join(repositoryRoot, path), { root: repositoryRoot, configFile: false })).module

await tf.setBackend('cpu')
/** @type {typeof import('../src/engine/verify/receptiveField')} */
const { receptiveField } = await load('src/engine/verify/receptiveField.ts')

for (const figure of FIGURES) {
  const { gradient, defined } = await receptiveField(figure, PIXEL)
  const pixel = PIXEL.row * SIZE + PIXEL.column
  const wrong = defined.findIndex((may, value) => (gradient[value] ?? 0) > 0 !== (may === 1))
  const name = `${figure.architecture}-${figure.layers}`
  if (wrong >= 0) {
    const [row, column] = [Math.floor(wrong / SIZE), wrong % SIZE]
    console.error(`${name}: the gradient at row ${row}, column ${column} is not as the definition says.`)
    process.exitCode = 1
    continue
  }
  const file = join('docs', 'images', `sees-${name}.png`)
  await draw(gradient, pixel, join(repositoryRoot, file))
  const seen = defined.reduce((sum, one) => sum + one, 0)
  console.log(`${file}: sees ${seen} of the ${pixel} pixels before`)
}

/** @type {typeof import('../src/engine/models/cost')} */
const { costOf } = await load('src/engine/models/cost.ts')
const { createNetwork } = await load('src/engine/models/createNetwork.ts')
for (const { words, layers, ...shape } of EXAMPLES) {
  for (const [i, architecture] of ARCHITECTURES.entries()) {
    const network = createNetwork({ ...shape, architecture, layers: layers[i], residual: true, skip: false })
    const { parameters, multiplications } = costOf(network)
    console.log(
      `${words}, ${architecture}: ${parameters} parameters, ${multiplications} multiplications a pixel`,
    )
  }
}

/**
 * @param {Float64Array} gradient
 * @param {number} pixel
 * @param {string} path
 */
async function draw(gradient, pixel, path) {
  const side = SIZE * CELL + 1
  const image = Buffer.alloc(side * side * 3)
  const largest = Math.max(...gradient)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const value = Math.floor(y / CELL) * SIZE + Math.floor(x / CELL)
      const onLine = x % CELL === 0 || y % CELL === 0
      image.set(
        onLine ? COLOURS.line : colourOf(value, pixel, (gradient[value] ?? 0) / largest),
        (y * side + x) * 3,
      )
    }
  }
  await sharp(image, { raw: { width: side, height: side, channels: 3 } })
    .png({ palette: true, compressionLevel: 9 })
    .toFile(path)
}

/**
 * @param {number} value
 * @param {number} pixel
 * @param {number} strength 0 to 1
 * @returns {number[]}
 */
function colourOf(value, pixel, strength) {
  if (value === pixel) return COLOURS.pixel
  if (value > pixel) return COLOURS.later
  if (strength === 0) return COLOURS.unseen
  const share = Math.max(0, 1 - Math.log(strength) / Math.log(FAINTEST))
  return COLOURS.weakest.map((weak, i) => Math.round(weak + share * ((COLOURS.strongest[i] ?? 0) - weak)))
}

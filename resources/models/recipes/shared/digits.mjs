import { digits } from './paths.mjs'

/** What all models of digits are taught, tested and checked with (section 5.1 of the paper). */
export const mnist = {
  licence:
    'MIT. The digits are those of Yann LeCun, Corinna Cortes and Christopher J. C. Burges, under CC BY-SA 3.0.',
  data: { path: digits('train'), says: 'MNIST, 60,000 training digits' },
  test: { path: digits('t10k'), says: 'MNIST, 10,000 test digits' },
  check: { path: digits('t10k'), says: 'MNIST, the first 100 test digits', limit: 100 },
}

/** How the models of section 5.3 along rows and diagonals are trained here. */
export const lstmOptions = {
  hidden: 16,
  layers: 7,
  'output-features': 32,
  levels: 2,
  binarize: 'sample',
  skip: true,
  residual: true,
  batch: 16,
  optimizer: 'adam',
  'learning-rate': 0.002,
  schedule: 'cosine',
  'warm-up': 200,
  average: 0.9995,
  validation: 0.02,
  'check-every': 1000,
  seed: 1,
}

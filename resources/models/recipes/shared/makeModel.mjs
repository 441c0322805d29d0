import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pixelloom } from './pixelloom.mjs'
import { root } from './paths.mjs'
import { trainStages } from './train.mjs'
import { withSmall } from './withSmall.mjs'

/**
 * @typedef {object} Images
 * @property {string} path a data file or a folder
 * @property {string} says what it is, in words
 * @property {number} [limit] only this many of them, from the first
 * @property {string} [argument] how a reader names them after the recipe; nothing where they come with npm
 */

/**
 * What a bundled model is made from.
 * @typedef {object} Recipe
 * @property {string} id its folder's name
 * @property {string} name
 * @property {string} description what people are told of it
 * @property {string} licence under what terms, and whose the images are
 * @property {Images} data what it learns from
 * @property {import('./train.mjs').Stage[]} stages
 * @property {Images} [test] images that had no part in its training
 * @property {Images} [check] a few images whose likelihood is recomputed by the project's tests
 * @property {Twin} [twin] trains the same elsewhere
 * @property {string} [around] Multi-Scale: the bundled model that becomes its small one
 */

/**
 * A program that trains a model of the same kind on a machine that this project's own runtimes don't use.
 * @typedef {object} Twin
 * @property {string} command
 * @property {string} machine what the model that ships was trained on
 */

/**
 * Trains a bundled model from nothing and puts it, with its card, into resources/models. Broken off, it goes on where
 * it stopped when it is started again. The command line may cut it short for a trial: --steps N (of each stage),
 * --limit N (of the images it is tested with), --work FOLDER (where it trains), --target FOLDER (where the model goes).
 * With --trained FOLDER nothing is trained: the folder is what the recipe's twin made, to be judged and put there.
 *
 * @param {Recipe} recipe
 */
export function makeModel({ id, name, description, licence, data, stages, test, check, twin, around }) {
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      steps: { type: 'string' },
      limit: { type: 'string' },
      work: { type: 'string', default: join(root, '.cache', 'recipes') },
      target: { type: 'string', default: join(root, 'resources', 'models') },
      trained: { type: 'string' },
    },
  })
  const trainedElsewhere = values.trained !== undefined
  const trained = trainedElsewhere ? resolve(values.trained ?? '') : join(resolve(values.work), id)
  const target = join(resolve(values.target), id)
  if (!trainedElsewhere)
    trainStages({ out: trained, data: data.path, stages, mostSteps: values.steps && Number(values.steps) })
  const out = around === undefined ? trained : withSmall(trained, join(root, 'resources', 'models', around))

  const document = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8'))
  const limit = values.limit === undefined ? undefined : Number(values.limit)
  const tested = test && likelihood(out, limit === undefined ? test : { ...test, limit })
  const whole = {
    ...document,
    ...{ name, description, licence, checksum: hashOf(out) },
    training: told(document.training, data),
    ...(document.conditionerTraining && { conditionerTraining: told(document.conditionerTraining, data) }),
    ...(tested && { tested }),
  }
  const card = {
    data: data.says,
    licence,
    command: ['node', relative(root, process.argv[1] ?? ''), ...(data.argument ? [data.argument] : [])].join(
      ' ',
    ),
    hours: Number((seconds(document) / 3600).toFixed(2)),
    machine: `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}`,
    ...(trainedElsewhere && twin && { twin: twin.command, machine: twin.machine }),
    ...(tested && { tested }),
    ...(check && {
      check: { path: relative(root, check.path), limit: check.limit, ...likelihood(out, check) },
    }),
    weights: hashOf(out),
  }

  // The model that is there stays until the new one is whole.
  const fresh = `${target}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  cpSync(join(out, 'weights.safetensors'), join(fresh, 'weights.safetensors'))
  writeFileSync(join(fresh, 'model.json'), `${JSON.stringify(whole, null, 2)}\n`)
  writeFileSync(join(fresh, 'card.json'), `${JSON.stringify(card, null, 2)}\n`)
  rmSync(target, { recursive: true, force: true })
  renameSync(fresh, target)
  console.log(JSON.stringify(card, null, 2))
}

function hashOf(/** @type {string} */ model) {
  return `sha256:${createHash('sha256')
    .update(readFileSync(join(model, 'weights.safetensors')))
    .digest('hex')}`
}

/** Nats an image, and bits a dimension, as `pixelloom evaluate` finds them. */
function likelihood(/** @type {string} */ model, /** @type {Images} */ { path, says, limit }) {
  const few = limit === undefined ? [] : ['--limit', String(limit)]
  const { images, nats, bitsPerDim } = pixelloom('evaluate', '--model', model, '--data', path, ...few)
  return { data: says, images, nats: rounded(nats, 3), bitsPerDim: rounded(bitsPerDim, 5) }
}

/** A training's record, naming its images and not where they lay. */
function told(/** @type {any} */ record, /** @type {Images} */ { says }) {
  return { ...record, data: says, seconds: Math.round(record.seconds) }
}

function seconds(/** @type {any} */ { training, conditionerTraining }) {
  return training.seconds + (conditionerTraining?.seconds ?? 0)
}

function rounded(/** @type {number} */ value, /** @type {number} */ digits) {
  return Number(value.toFixed(digits))
}

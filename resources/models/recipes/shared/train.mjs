import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asWords, pixelloom } from './pixelloom.mjs'

/**
 * One training of a recipe.
 * @typedef {object} Stage
 * @property {string} [name] tells its folder from those of other stages; the last stage has none
 * @property {number} steps
 * @property {Record<string, string | number | true>} options of `pixelloom train`
 * @property {boolean} [goesOn] begins with the model of the stage before
 */

/**
 * Trains the stages one after another in folders beside `out`, the last in `out`. Each goes on where it was broken
 * off, and one that came to its end is not trained again. `mostSteps` cuts every stage short.
 *
 * @param {{ out: string, data: string, stages: Stage[], mostSteps?: number }} work
 */
export function trainStages({ out, data, stages, mostSteps = Infinity }) {
  let before = ''
  for (const { name, steps, options, goesOn } of stages) {
    const path = name ? `${out}-${name}` : out
    const end = Math.min(steps, mostSteps)
    if (stepsOf(path) < end) {
      const begin = [...(goesOn ? ['--from', before] : []), ...asWords(options)]
      const rest = existsSync(join(path, 'checkpoints')) ? ['--resume'] : begin
      pixelloom('train', '--data', data, '--out', path, '--steps', String(end), ...rest)
    }
    before = path
  }
}

/** Steps that a model folder was trained for. */
function stepsOf(/** @type {string} */ path) {
  const file = join(path, 'checkpoints')
  if (!existsSync(file) || !existsSync(join(path, 'model.json'))) return 0
  const document = JSON.parse(readFileSync(join(path, 'model.json'), 'utf8'))
  return (document.conditionerTraining ?? document.training)?.steps ?? 0
}

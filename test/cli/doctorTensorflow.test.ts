import { expect, it } from 'vitest'
import { examineTensorflow } from '../../src/cli/doctor/tensorflow'
import type { Explanation } from '../../src/engine/runtimes/tensorflow/explain'
import { PixelloomError } from '../../src/shared/errors'
import { fakeServices } from './fakes'

const installed = { version: '2.21.0', from: 'python', bytes: 1 } as const
const cases: [title: string, explain: () => Promise<Explanation>, state: string, message: string][] = [
  [
    'a card',
    () => Promise.resolve({ cards: ['Card A'] }),
    'fine',
    'TensorFlow 2.21.0 trains a step on Card A.',
  ],
  [
    'no card',
    () => Promise.resolve({ cards: [] }),
    'fine',
    'TensorFlow 2.21.0 trains a step on the processor.',
  ],
  [
    'a card it can not use',
    () => Promise.resolve({ cards: [], reason: 'the driver is too old' }),
    'absent',
    'TensorFlow 2.21.0 trains a step on the processor, not on a card: the driver is too old.',
  ],
  [
    'a library that is gone',
    () => Promise.reject(new PixelloomError('runtime-unavailable', 'It is gone.')),
    'absent',
    'It is gone.',
  ],
]

it.each(cases)('doctor says what TensorFlow computes on: %s', async (_title, explain, state, message) => {
  const { tensorflow } = fakeServices()
  const services = { tensorflow: { ...tensorflow, installed: () => installed, explain } }
  expect(await examineTensorflow(services)).toEqual([{ name: 'tensorflow', state, message }])
})

it('doctor says nothing more where TensorFlow is not installed', async () => {
  expect(await examineTensorflow(fakeServices())).toEqual([])
})

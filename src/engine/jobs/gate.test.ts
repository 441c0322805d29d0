import { expect, it } from 'vitest'
import { Gate } from './gate'

it('saves before it pauses, also where the wish comes with the messages that it lets in', async () => {
  const told: string[] = []
  const gate = new Gate((what) => told.push(what))
  const passing = gate.pass(() => {
    told.push('saved')
    return Promise.resolve()
  })
  gate.pause()
  while (!told.includes('paused')) await new Promise((resolve) => setTimeout(resolve, 1))
  gate.resume()
  await passing
  expect(told).toEqual(['saved', 'paused', 'resumed'])
})

it('saves nothing where it only lets messages in, and waits no more for a wish that was taken back', async () => {
  const told: string[] = []
  const gate = new Gate((what) => told.push(what))
  await gate.pass(() => Promise.resolve(void told.push('saved')))
  expect(told).toEqual([])
  gate.pause()
  await gate.pass(() => {
    gate.resume()
    return Promise.resolve()
  })
  expect(told).toEqual([])
})

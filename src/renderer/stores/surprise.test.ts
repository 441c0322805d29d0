import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { PixelloomError } from '../../shared/errors'
import { fakeApp, job, lowerHalf, model, photo } from '../testing/fixtures'
import { useCompletions } from './completions'
import { useDesk } from './desk'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useModels } from './models'
import { useSurprise } from './surprise'

const frame = { x: 0, y: 0, width: 8, height: 8 }

function mapOf(id: string, values: number[]) {
  const map = new Uint8Array(Float32Array.from(values).buffer)
  const nats = values.reduce((sum, value) => sum + value, 0)
  return { id, frame, width: 2, height: 2, channels: 1, levels: 2, nats, map, picture: new Uint8Array(4) }
}

async function looking(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('s', { source: 'sample' })] }),
    'masks.load': ({ photoId }) => ({ mask: photoId === 's' ? lowerHalf : null }),
    'models.list': () => ({ models: [model('m'), model('other')], damaged: [] }),
    'jobs.complete': () => job('j', { photoId: 's', modelId: 'm' }),
    'results.surprise': ({ variant }) => ({
      maps: [variant === undefined ? mapOf('photo', [1, 2, 3, 4]) : mapOf('one', [1, 1, 1, 9])],
    }),
    'results.distribution': ({ x }) => ({
      values: [{ level: 1, probabilities: [0.25 + x / 2, 0.75 - x / 2] }],
    }),
    ...handlers,
  })
  await useLibrary().refresh()
  await useModels().refresh()
  useJobs().listen()
  useCompletions().listen()
  const desk = useDesk()
  // Asked for as soon as it is looked at.
  expect(desk.mask?.bounds).toBeUndefined()
  await flushPromises()
  await desk.complete()
  const picture = { role: 'completion' as const, variant: 1, address: 'r/1', nats: 12 }
  connection.emit('job.picture', { jobId: 'j', picture })
  desk.showVariant(1)
  const surprise = useSurprise()
  surprise.toggle()
  await flushPromises()
  return { connection, desk, surprise }
}

describe('a surprise map', () => {
  it('is of the variant that is shown, by the model that drew it, or of the photo', async () => {
    const { connection, surprise } = await looking()
    useModels().choose('other')
    await flushPromises()
    expect(connection.inputs('results.surprise')).toEqual([
      { photoId: 's', modelId: 'm', frame, jobId: 'j', variant: 1 },
    ])
    expect([surprise.nats, surprise.top]).toEqual([12, 9])
    expect(surprise.bitsPerValue).toBeCloseTo(12 / 4 / Math.LN2)
    surprise.ofPhoto = true
    await flushPromises()
    expect(connection.inputs('results.surprise')[1]).toEqual({ photoId: 's', modelId: 'm', frame })
    expect(surprise.nats).toBe(10)
  })

  it('tells what was expected at a pixel, by pointer and by keys, inside the map', async () => {
    const { surprise } = await looking()
    surprise.hover({ map: 0, x: 1, y: 1 })
    await flushPromises()
    expect(surprise.value).toBe(9)
    expect(surprise.distribution?.[0]?.probabilities).toEqual([0.75, 0.25])
    surprise.move(5, -1)
    expect(surprise.place).toEqual({ map: 0, x: 1, y: 0 })
    // What keys hold on to stays, wherever the pointer rests.
    surprise.hover({ map: 0, x: 0, y: 0 })
    expect(surprise.place).toEqual({ map: 0, x: 1, y: 0 })
    surprise.pin({ map: 0, x: 1, y: 0 })
    surprise.hover({ map: 0, x: 0, y: 0 })
    expect(surprise.place).toEqual({ map: 0, x: 0, y: 0 })
  })

  it('asks for the last pixel only, however many the pointer passes over', async () => {
    const { connection, surprise } = await looking()
    for (const x of [0, 1, 0, 1]) surprise.hover({ map: 0, x, y: 1 })
    await flushPromises()
    const asked = connection.inputs('results.distribution').map(({ x }) => x)
    expect(asked.length).toBeLessThan(4)
    expect(asked.at(-1)).toBe(1)
    expect(surprise.distribution?.[0]?.probabilities[0]).toBe(0.75)
  })

  it('says why there is none, and closes with its photo', async () => {
    const { surprise } = await looking({
      'results.surprise': () => {
        throw new PixelloomError('engine-stopped', 'The engine stopped.')
      },
    })
    expect(surprise.error?.code).toBe('engine-stopped')
    expect(surprise.loading).toBe(false)
    useLibrary().take(photo('q'))
    await nextTick()
    expect(surprise.open).toBe(false)
  })
})

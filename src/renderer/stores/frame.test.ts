import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApp, model, photo } from '../testing/fixtures'
import { useFrame } from './frame'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'

const large = photo('p', { width: 100, height: 80 })

describe('the frame that the model will see', () => {
  beforeEach(async () => {
    fakeApp({
      'library.list': () => ({ photos: [large, photo('q')] }),
      'models.list': () => ({ models: [model('m')], damaged: [] }),
    })
    await useLibrary().refresh()
    await useModels().refresh()
    useMasks().of(large).rectangle({ x: 40, y: 40, width: 8, height: 8 }, 1)
  })

  it('lies around the hole until a person moves it, and does again when they let go of it', () => {
    const frame = useFrame()
    expect(frame.current).toMatchObject({ frame: { x: 32, y: 32, width: 24, height: 24 }, width: 8 })
    expect(frame.chosen).toBeUndefined()
    frame.move({ x: 3, y: -2 })
    expect(frame.chosen).toEqual({ x: 35, y: 30, width: 24, height: 24 })
    frame.grow(-8)
    expect(frame.chosen).toEqual({ x: 39, y: 34, width: 16, height: 16 })
    expect(frame.enlarged).toBe(2)
    frame.reset()
    expect(frame.current?.frame).toEqual({ x: 32, y: 32, width: 24, height: 24 })
  })

  it('follows a drag from where it began', () => {
    const frame = useFrame()
    const from = frame.current?.frame ?? large
    const begin = { ...from, x: 32, y: 32 }
    frame.drag(begin, { x: 0, y: 0 }, { x: 44, y: 44 }, { x: 46.4, y: 40.2 })
    expect(frame.chosen).toMatchObject({ x: 34, y: 28 })
    frame.drag(begin, { x: 1, y: 1 }, { x: 56, y: 56 }, { x: 72, y: 70 })
    expect(frame.chosen).toEqual({ x: 32, y: 32, width: 40, height: 40 })
  })

  it('keeps the hole inside while it is painted on', () => {
    const frame = useFrame()
    frame.move({ x: -8, y: -8 })
    useMasks().of(large).rectangle({ x: 60, y: 40, width: 4, height: 4 }, 1)
    expect(frame.chosen).toEqual({ x: 40, y: 24, width: 24, height: 24 })
  })

  it('belongs to its photo', () => {
    const frame = useFrame()
    frame.move({ x: 3, y: 3 })
    useLibrary().select('q')
    expect(frame.chosen).toBeUndefined()
    useLibrary().select('p')
    expect(frame.chosen).toMatchObject({ x: 35, y: 35 })
  })

  it('knows how much there is to draw', async () => {
    const frame = useFrame()
    // Three pixels of the photo to one of the model's: the hole touches 4 x 4 of them.
    expect(frame.hole).toEqual({ pixels: 64, unknown: 16, followed: true })
    useMasks().of(large).clear()
    await nextTick()
    expect(frame.hole).toBeUndefined()
  })

  it('is one for each of the holes that are far apart, until a person chooses one for all', async () => {
    const frame = useFrame()
    useMasks().of(large).rectangle({ x: 0, y: 0, width: 4, height: 4 }, 1)
    await nextTick()
    expect(frame.seen.map((one) => one.frame)).toEqual([
      { x: 0, y: 0, width: 12, height: 12 },
      { x: 32, y: 32, width: 24, height: 24 },
    ])
    expect(frame.enlarged).toBe(3)
    expect(frame.hole).toEqual({ pixels: 80, unknown: 16 + 9, followed: true })
    frame.move({ x: 1, y: 0 })
    expect(frame.seen).toEqual([frame.current])
  })

  it('has nowhere to go on a photo as small as the model’s pictures', () => {
    const frame = useFrame()
    useLibrary().select('q')
    useMasks().of(photo('q')).rectangle({ x: 0, y: 0, width: 2, height: 2 }, 1)
    expect(frame.movable).toBe(false)
    frame.move({ x: 1, y: 1 })
    expect(frame.chosen).toBeUndefined()
  })
})

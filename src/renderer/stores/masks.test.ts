import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MethodInput } from '../../shared/contract/methods'
import { PixelloomError } from '../../shared/errors'
import { encodeRuns } from '../../shared/runs'
import type { FakeConnection } from '../api/fakeBridge'
import { putUnsaved, unsavedMasks } from '../canvas/maskStorage'
import { fakeApp, lowerHalf, photo } from '../testing/fixtures'
import { useMasks } from './masks'
import { useToasts } from './toasts'

/** An app that keeps masks, as the real one does. */
function keeping(saved = new Map<string, MethodInput<'masks.save'>>()) {
  const connection = fakeApp({
    'masks.load': ({ photoId }) => ({ mask: saved.get(photoId) ?? null }),
    'masks.save': (input) => {
      saved.set(input.photoId, input)
      return {}
    },
    'masks.remove': ({ photoId }) => {
      saved.delete(photoId)
      return {}
    },
  })
  return { connection, saved }
}

const settle = () => vi.advanceTimersByTimeAsync(1000)
const leave = () => window.dispatchEvent(new Event('pagehide'))
const square = { x: 1, y: 2, width: 3, height: 4 }

describe('the masks of photos', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('begin as the app has them: painted already for samples, and empty for everything else', async () => {
    const { connection } = keeping(new Map([['s', { photoId: 's', ...lowerHalf }]]))
    const masks = useMasks()
    const [sample, own] = [masks.of(photo('s', { source: 'sample' })), masks.of(photo('p'))]
    await settle()
    expect(sample.bounds).toEqual({ x: 0, y: 4, width: 8, height: 4 })
    expect(sample.canUndo).toBe(false)
    expect(own.bounds).toBeUndefined()
    // Nobody painted: there is nothing to keep.
    await masks.flush('s')
    expect(connection.inputs('masks.save')).toEqual([])
  })

  it('are one each, kept while others are looked at', () => {
    keeping()
    const masks = useMasks()
    const first = masks.of(photo('a'))
    first.rectangle({ x: 0, y: 0, width: 2, height: 2 }, 1)
    masks.of(photo('b'))
    expect(masks.of(photo('a'))).toBe(first)
    expect(masks.of(photo('b')).bounds).toBeUndefined()
  })

  it('come back after a restart, cleared ones too', async () => {
    const { saved } = keeping(new Map([['s', { photoId: 's', ...lowerHalf }]]))
    const sample = photo('s', { source: 'sample' })
    useMasks().of(sample)
    await settle()
    expect(useMasks().of(sample).bounds).toBeDefined()
    useMasks().of(sample).clear()
    useMasks().of(photo('p')).rectangle(square, 1)
    await settle()
    keeping(saved)
    useMasks().of(sample)
    useMasks().of(photo('p'))
    await settle()
    expect(useMasks().of(sample).bounds).toBeUndefined()
    expect(useMasks().of(photo('p')).bounds).toEqual(square)
    expect(useMasks().of(photo('p')).canUndo).toBe(false)
  })

  it('are sent once things are quiet, the last state of several', async () => {
    const { connection } = keeping()
    const mask = useMasks().of(photo('p'))
    await settle()
    for (let i = 1; i < 6; i++) mask.rectangle({ x: 0, y: 0, width: i, height: 1 }, 1)
    expect(connection.inputs('masks.save')).toEqual([])
    await settle()
    expect(connection.inputs('masks.save')).toEqual([
      { photoId: 'p', width: 8, height: 8, runs: encodeRuns(mask.bitmap.data) },
    ])
  })

  it('are written down at once when the page goes away in the middle of a stroke', async () => {
    const { saved } = keeping()
    const mask = useMasks().of(photo('p'))
    await settle()
    mask.begin()
    mask.paint({ x: 1, y: 1 }, { x: 5, y: 1 }, 1, 1)
    leave()
    expect(unsavedMasks(localStorage)).toContain('p')
    const text = localStorage.getItem('pixelloom.mask.p')!
    // The next start: the app never got it.
    saved.clear()
    const next = keeping(saved)
    localStorage.setItem('pixelloom.mask.p', text)
    expect(useMasks().of(photo('p')).bounds).toEqual({ x: 1, y: 1, width: 5, height: 1 })
    await settle()
    expect(next.saved.get('p')?.runs).toEqual(mask.runs())
    expect(unsavedMasks(localStorage)).toEqual([])
  })

  it('that earlier versions kept in the page move to the app', async () => {
    const { saved } = keeping()
    const runs = encodeRuns(new Uint8Array(64).fill(1, 10, 20))
    for (const id of ['opened', 'other']) putUnsaved(localStorage, id, { width: 8, height: 8, runs })
    localStorage.setItem('pixelloom.mask.damaged', '8x8:????')
    expect(useMasks().of(photo('opened')).coverage).toBe(10 / 64)
    await settle()
    expect([...saved.keys()].sort()).toEqual(['opened', 'other'])
    expect(saved.get('other')?.runs).toEqual(runs)
    expect(unsavedMasks(localStorage)).toEqual([])
  })

  it('stay in the page while the app can’t keep them, and are sent when it is back', async () => {
    const { connection, saved } = keeping()
    const mask = useMasks().of(photo('p'))
    await settle()
    const save = connection.handlers['masks.save']!
    connection.handlers['masks.save'] = () => {
      throw new PixelloomError('disk', 'The disk is full.')
    }
    mask.rectangle(square, 1)
    await settle()
    expect(unsavedMasks(localStorage)).toEqual(['p'])
    expect(useToasts().toasts.at(-1)?.message).toBe('The disk is full.')
    connection.handlers['masks.save'] = save
    connection.restore()
    await settle()
    expect(saved.get('p')?.runs).toEqual(mask.runs())
    expect(unsavedMasks(localStorage)).toEqual([])
  })

  it('are never written over what could not be read', async () => {
    const { connection, saved } = keeping()
    const before = { photoId: 'p', width: 8, height: 8, runs: encodeRuns(new Uint8Array(64).fill(1, 60)) }
    saved.set('p', before)
    const load = connection.handlers['masks.load']!
    connection.handlers['masks.load'] = () => {
      throw new PixelloomError('engine-stopped', 'Nobody answers.')
    }
    useMasks().of(photo('p')).rectangle({ x: 0, y: 0, width: 2, height: 1 }, 1)
    await settle()
    expect(saved.get('p')).toBe(before)
    connection.handlers['masks.load'] = load
    connection.restore()
    await settle()
    expect(useMasks().of(photo('p')).coverage).toBe(6 / 64)
    expect(saved.get('p')?.runs).toEqual(useMasks().of(photo('p')).runs())
  })

  it('are forgotten with their photo', async () => {
    const { saved }: { connection: FakeConnection; saved: Map<string, unknown> } = keeping()
    useMasks().of(photo('p')).rectangle(square, 1)
    await settle()
    expect(saved.size).toBe(1)
    useMasks().of(photo('p')).clear()
    useMasks().forget('p')
    await settle()
    expect(saved.size).toBe(0)
    expect(useMasks().of(photo('p')).bounds).toBeUndefined()
  })
})

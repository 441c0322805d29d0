import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endedForMemory, watchMemory } from './memoryWatch'

afterEach(() => vi.useRealTimers())

describe('watching memory', () => {
  it('knows of a shortage from the little that was free shortly before', () => {
    vi.useFakeTimers()
    let free = 60
    const watch = watchMemory({ free: () => free, total: 100, ended: () => undefined }, 500)
    vi.advanceTimersByTime(500)
    expect(watch.shortage()).toBeUndefined()
    free = 3
    vi.advanceTimersByTime(500)
    // Whoever was ended gave back what it had.
    free = 80
    vi.advanceTimersByTime(500)
    expect(watch.shortage()).toEqual({ free: 3 })
    // What is long past explains nothing.
    vi.advanceTimersByTime(60_000)
    expect(watch.shortage()).toBeUndefined()
    free = 1
    watch.stop()
    vi.advanceTimersByTime(5000)
    expect(watch.shortage()).toBeUndefined()
  })

  it('knows it from the system, where that counts whom it ended', () => {
    let count = 4
    const watch = watchMemory({ free: () => 60, total: 100, ended: () => count })
    expect(watch.shortage()).toBeUndefined()
    count++
    expect(watch.shortage()).toEqual({ free: 60 })
    watch.stop()
  })

  it('reads that count', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixelloom-memory-'))
    const file = join(folder, 'vmstat')
    writeFileSync(file, 'nr_free_pages 12\noom_kill 7\nnuma_hit 3\n')
    expect(endedForMemory(file)).toBe(7)
    writeFileSync(file, 'nr_free_pages 12\n')
    expect(endedForMemory(file)).toBeUndefined()
    expect(endedForMemory(join(folder, 'none'))).toBeUndefined()
    await rm(folder, { recursive: true })
  })
})

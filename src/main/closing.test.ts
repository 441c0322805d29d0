import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { confirmClosing } from './closing'
import { texts } from './text'

/** Closes a window; tells whether it closed, and whether anyone was asked. */
function close(training: boolean, answer: number): { closed: boolean; asked: boolean } {
  const window = new EventEmitter()
  const ask = vi.fn(() => answer)
  confirmClosing(
    window as unknown as BrowserWindow,
    ask,
    () => training,
    () => texts.en,
  )
  const preventDefault = vi.fn()
  window.emit('close', { preventDefault })
  return { closed: preventDefault.mock.calls.length === 0, asked: ask.mock.calls.length > 0 }
}

describe('closing the window', () => {
  it('asks nothing while no training runs', () => {
    expect(close(false, 0)).toEqual({ closed: true, asked: false })
  })

  it('keeps it open for a training, unless told otherwise', () => {
    expect(close(true, 0)).toEqual({ closed: false, asked: true })
    expect(close(true, 1)).toEqual({ closed: true, asked: true })
  })
})

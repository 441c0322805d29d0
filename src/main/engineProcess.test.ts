import { EventEmitter } from 'node:events'
import type { UtilityProcess } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { utilityEngine } from './engineProcess'

function spawn() {
  const child = Object.assign(new EventEmitter(), { pid: 12, postMessage: vi.fn(), kill: vi.fn() })
  const fork = vi.fn(() => child as unknown as UtilityProcess)
  return { child, fork, channel: utilityEngine({ fork }, '/app/engine.js')() }
}

describe('utilityEngine', () => {
  it('forks the entry and carries messages both ways', () => {
    const { child, fork, channel } = spawn()
    expect(fork).toHaveBeenCalledWith('/app/engine.js', [], expect.anything())
    const heard = vi.fn()
    channel.onMessage(heard)
    child.emit('message', { type: 'ready' })
    channel.send({ type: 'pause' })
    expect(heard.mock.calls).toEqual([[{ type: 'ready' }]])
    expect(child.postMessage.mock.calls).toEqual([[{ type: 'pause' }]])
    expect(channel.pid).toBe(12)
  })

  it('tells of the end once, and sends nothing after it', () => {
    const { child, channel } = spawn()
    const ended = vi.fn()
    channel.onExit(ended)
    child.emit('exit', 139)
    channel.send({ type: 'cancel' })
    expect(ended.mock.calls).toEqual([['exit code 139']])
    expect(child.postMessage).not.toHaveBeenCalled()
    // Whoever asks too late is told at once.
    const late = vi.fn()
    channel.onExit(late)
    expect(late.mock.calls).toEqual([['exit code 139']])
  })

  it('is ended by killing the process', () => {
    const { child, channel } = spawn()
    channel.kill()
    expect(child.kill).toHaveBeenCalledTimes(1)
  })
})

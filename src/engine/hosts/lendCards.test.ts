import { describe, expect, it, vi } from 'vitest'
import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import type { FromEngine, ToEngine } from '../protocol/messages'
import { type CardAnswer, createCardAsker, lenderVariable } from './cardAsker'
import type { EngineChannel, EngineProcessOptions } from './channel'
import { type FindCard, lendCards } from './lendCards'

/** A page's line as its lender has it. */
function pageLine() {
  let say: (bytes: Uint8Array) => void = () => undefined
  let leave: () => void = () => undefined
  const line = {
    ...{ send: vi.fn(), close: vi.fn() },
    onMessage: (listener: typeof say) => void (say = listener),
    onClosed: (listener: typeof leave) => void (leave = listener),
  } satisfies ByteChannel
  return { line, say: (bytes: Uint8Array) => say(bytes), leave: () => leave() }
}

/** An engine process that asks for cards as real ones do, in this process. */
function engine(find: FindCard) {
  const listeners: ((message: unknown) => void)[] = []
  let exit: (reason: string) => void = () => undefined
  let options: EngineProcessOptions | undefined
  const post = (message: FromEngine): void => listeners.forEach((listener) => listener(message))
  const asker = createCardAsker(post)
  const toProcess: ToEngine['type'][] = []
  const channel: EngineChannel = {
    pid: 7,
    send(message) {
      toProcess.push(message.type)
      if (message.type.startsWith('card-')) asker.take(message as CardAnswer)
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void (exit = listener),
    kill: () => undefined,
  }
  const owned = lendCards((given) => {
    options = given
    return channel
  }, find)({ environment: { A: '1' } })
  const heard: unknown[] = []
  owned.onMessage((message) => heard.push(message))
  return { asker, post, heard, toProcess, exit: () => exit('SIGKILL'), options: () => options, owned }
}

describe('lending cards to engine processes', () => {
  it('tells a process whom to ask, and passes all else on', () => {
    const { options, heard, post, owned } = engine(() => Promise.resolve(undefined))
    expect(options()?.environment).toEqual({ A: '1', [lenderVariable]: '1' })
    post({ type: 'ready' })
    post({ type: 'card-returned' })
    expect(heard).toEqual([{ type: 'ready' }])
    expect(owned.pid).toBe(7)
  })

  it('leaves a process to look for a card itself where no page lends one', async () => {
    const find = vi.fn<FindCard>().mockResolvedValue(undefined)
    const { asker } = engine(find)
    expect(await asker.source(false)).toBe('own')
    expect(await asker.source(true)).toBe('own')
    expect(find.mock.calls).toEqual([[false], [true]])
  })

  it('carries what both say until one goes', async () => {
    const { line, say, leave } = pageLine()
    const { asker, toProcess } = engine(() => Promise.resolve(line))
    const lent = await asker.source(false)
    if (lent === 'own' || 'reason' in lent) throw new Error('no card')
    expect(lent.by).toBe('browser')
    const [heard, gone] = [vi.fn(), vi.fn()]
    lent.channel.onMessage(heard)
    lent.channel.onClosed(gone)
    lent.channel.send(Uint8Array.of(1))
    expect(line.send).toHaveBeenCalledWith(Uint8Array.of(1))
    say(Uint8Array.of(2))
    expect(heard).toHaveBeenCalledWith(Uint8Array.of(2))
    leave()
    expect(gone).toHaveBeenCalledTimes(1)
    lent.channel.send(Uint8Array.of(3))
    expect(line.send).toHaveBeenCalledTimes(1)
    expect(toProcess).toEqual(['card-lent', 'card-bytes', 'card-gone'])
  })

  it('tells of a page that went before its line was used', async () => {
    const { line, leave } = pageLine()
    const { asker, toProcess } = engine(() => Promise.resolve(line))
    const asked = asker.source(false)
    await vi.waitFor(() => expect(toProcess).toEqual(['card-lent']))
    leave()
    const lent = await asked
    if (lent === 'own' || 'reason' in lent) throw new Error('no card')
    const gone = vi.fn()
    lent.channel.onClosed(gone)
    await Promise.resolve()
    expect(gone).toHaveBeenCalledTimes(1)
  })

  it('gives the card back when it is returned, and when the process dies', async () => {
    for (const end of ['returned', 'died'] as const) {
      const { line, say } = pageLine()
      const { asker, exit, toProcess } = engine(() => Promise.resolve(line))
      const lent = await asker.source(false)
      if (lent === 'own' || 'reason' in lent) throw new Error('no card')
      if (end === 'returned') lent.channel.close()
      else exit()
      expect(line.close).toHaveBeenCalledTimes(1)
      // What the page says after that nobody hears.
      say(Uint8Array.of(2))
      expect(toProcess).toEqual(['card-lent'])
    }
  })
})

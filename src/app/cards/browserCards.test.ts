import { describe, expect, it, vi } from 'vitest'
import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import { createBrowserCards } from './browserCards'

function line(): ByteChannel & { leave(): void } {
  const closed: (() => void)[] = []
  const leave = (): void => closed.forEach((listener) => listener())
  return {
    ...{ send: vi.fn(), onMessage: vi.fn(), close: vi.fn(), leave },
    onClosed: (listener) => void closed.push(listener),
  }
}

describe('cards of browsers', () => {
  it('has none where no page lends one, and waits only for one that was there', async () => {
    const cards = createBrowserCards(1)
    expect(cards.isOffered()).toBe(false)
    expect(await cards.find(false)).toBeUndefined()
    expect(await cards.find(true)).toBeUndefined()
  })

  it('gives each process a line of its own, as the page opens them', async () => {
    const cards = createBrowserCards()
    const [first, second] = [line(), line()]
    expect(cards.offer('page', first)).toBe(true)
    expect(await cards.find(false)).toBe(first)
    const next = cards.find(false)
    expect(cards.offer('page', second)).toBe(true)
    expect(await next).toBe(second)
    expect(cards.isOffered()).toBe(true)
  })

  it('takes one page’s card at a time, and the next one’s when that is gone', async () => {
    const cards = createBrowserCards()
    const [first, other] = [line(), line()]
    cards.offer('page', first)
    expect(cards.offer('another', other)).toBe(false)
    first.leave()
    expect(cards.isOffered()).toBe(false)
    expect(cards.offer('another', other)).toBe(true)
    expect(await cards.find(false)).toBe(other)
  })

  it('gives nobody a line that is closed, and whoever lost one the page that is loaded again', async () => {
    const cards = createBrowserCards()
    const [first, second] = [line(), line()]
    cards.offer('page', first)
    first.leave()
    const next = cards.find(true)
    cards.offer('loaded again', second)
    expect(await next).toBe(second)
  })
})

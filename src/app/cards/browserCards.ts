import type { FindCard } from '../../engine/hosts/lendCards'
import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'

/** Milliseconds in which a page that is loaded again, or opens its next line, is back. */
const patience = 5000

/**
 * The graphics card that a page of a browser lends while it is open. The page keeps one line open that nobody uses yet,
 * and opens the next as soon as an engine process has taken it: so each process has a line of its own.
 */
export interface BrowserCards {
  /** Whether a page lends its card now. */
  isOffered(): boolean
  readonly find: FindCard
  /** A line of a page, which has a name that it chose. False where another page lends its card already. */
  offer(page: string, line: ByteChannel): boolean
}

export function createBrowserCards(patienceMilliseconds = patience): BrowserCards {
  /** All lines of the one page that lends, those in use and the spare ones. */
  const lines = new Set<ByteChannel>()
  const spare: ByteChannel[] = []
  const waiting = new Set<(line: ByteChannel) => void>()
  let lender: string | undefined

  function wait(): Promise<ByteChannel | undefined> {
    return new Promise((resolve) => {
      const take = (line: ByteChannel | undefined): void => {
        clearTimeout(timer)
        waiting.delete(take)
        resolve(line)
      }
      const timer = setTimeout(take, patienceMilliseconds, undefined)
      waiting.add(take)
    })
  }

  return {
    isOffered: () => lines.size > 0,
    async find(again) {
      const ready = spare.shift()
      if (ready) return ready
      return again || lines.size > 0 ? wait() : undefined
    },
    offer(page, line) {
      if (lines.size > 0 && page !== lender) return false
      lender = page
      lines.add(line)
      line.onClosed(() => {
        lines.delete(line)
        const at = spare.indexOf(line)
        if (at >= 0) spare.splice(at, 1)
      })
      const [first] = waiting
      if (first) first(line)
      else spare.push(line)
      return true
    },
  }
}

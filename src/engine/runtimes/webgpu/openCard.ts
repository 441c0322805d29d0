import type { Missing } from '../missing'
import { openDawn } from './dawn'
import { type CardSource, openLent } from './lentCard'
import type { WebgpuDevice } from './webgpuDevice'

let source: CardSource | undefined

/** From now on this process asks there before it looks for a card itself. */
export function askForCards(asked: CardSource | undefined): void {
  source = asked
}

/** How often a line is asked for in the place of a lost card: the first may be of the page that is just going. */
const tries = 2

/**
 * The card that this process is lent, or its own; or why there is none. `lost`: the one before it, which is
 * followed by one of the same kind alone.
 */
export async function openCard(lost?: WebgpuDevice): Promise<WebgpuDevice | Missing> {
  const isOwn = lost !== undefined && lost.lentBy === undefined
  if (isOwn || !source) return openDawn()
  for (let left = lost ? tries : 1; ; left--) {
    const answer = await source(lost !== undefined)
    if (answer === 'own') return lost ? { reason: 'nobody lends a graphics card any more' } : openDawn()
    if ('reason' in answer) return answer
    const found = await openLent(answer)
    if (!('reason' in found) || left === 1) return found
  }
}

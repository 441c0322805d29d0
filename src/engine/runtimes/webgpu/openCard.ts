import { openDawn } from './dawn'
import { type CardSource, openLent } from './lentCard'
import type { WebgpuDevice } from './webgpuDevice'

let source: CardSource | undefined

/** From now on this process asks there before it looks for a card itself. */
export function askForCards(asked: CardSource | undefined): void {
  source = asked
}

/**
 * The card that this process is lent, or its own; or why there is none, a clause. `lost`: the one before it, which is
 * followed by one of the same kind alone.
 */
export async function openCard(lost?: WebgpuDevice): Promise<WebgpuDevice | { readonly reason: string }> {
  const isOwn = lost !== undefined && lost.lentBy === undefined
  const answer = isOwn || !source ? 'own' : await source(lost !== undefined)
  if (answer !== 'own') return 'reason' in answer ? answer : openLent(answer)
  return lost?.lentBy === undefined ? openDawn() : { reason: 'nobody lends a graphics card any more' }
}

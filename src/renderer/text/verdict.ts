import { inWords, nats, timesAsLikely } from './words'

interface Rated {
  readonly nats: number | undefined
}

/**
 * One line on why the first of several finished variants ranks first. Nats are -log p of the picture as the
 * model saw it, all with the same known pixels, so their difference is the log of how much likelier one is.
 */
export function verdict(ranked: readonly Rated[]): string {
  const [first, second] = ranked
  if (!first) return ''
  if (first.nats === undefined)
    return ranked.length === 1 ? 'Finished' : `All ${inWords(ranked.length)} finished`
  if (!second) return `Finished: ${nats(first.nats)} nats`
  const among = ranked.length === 2 ? 'Likelier of the two' : `Likeliest of the ${inWords(ranked.length)}`
  const start = `${among}: ${nats(first.nats)} nats`
  if (second.nats === undefined) return start
  return `${start}, ${timesAsLikely(second.nats - first.nats)} the next`
}

import type { Completion } from '../../shared/jobs'
import type { Patch } from './patch'

/** A variant as it is ranked. */
export interface Candidate {
  /** Exact -log p of the whole image. */
  readonly nats: number
  /** What it puts into the photo, hole by hole. */
  readonly patches: readonly Patch[]
}

export type Ranking = Pick<Completion, 'rank' | 'duplicateOf' | 'reason'>

/**
 * Ranks variants by their nats, the likeliest first; one that is the same picture as a variant before it comes behind
 * all that differ. Why, in a line: variants are numbered from 1 there, as their files are.
 */
export function rank(candidates: readonly Candidate[]): Ranking[] {
  const duplicates = candidates.map(({ patches }, variant) => {
    const first = candidates.findIndex((other) => samePicture(other.patches, patches))
    return first < variant ? first : undefined
  })
  const natsOf = (variant: number): number => candidates[variant]?.nats ?? Infinity
  const order = [...candidates.keys()].sort(
    (a, b) =>
      Number(duplicates[a] !== undefined) - Number(duplicates[b] !== undefined) ||
      natsOf(a) - natsOf(b) ||
      a - b,
  )
  const [first = 0, second] = order.filter((variant) => duplicates[variant] === undefined)
  return candidates.map(({ nats }, variant) => {
    const duplicateOf = duplicates[variant]
    const place = { rank: order.indexOf(variant) + 1 }
    if (duplicateOf !== undefined) {
      return { ...place, duplicateOf, reason: `The same picture as number ${duplicateOf + 1}.` }
    }
    if (variant !== first) return { ...place, reason: behind(nats - natsOf(first)) }
    return {
      ...place,
      reason: ahead(candidates.length, second === undefined ? undefined : natsOf(second) - nats),
    }
  })
}

function ahead(count: number, difference: number | undefined): string {
  if (count === 1) return 'The only one drawn.'
  if (difference === undefined) return `All ${count} are the same picture.`
  const words = natsInWords(difference)
  return words ? `Likeliest of ${count}: ${words} ahead of the next.` : `As likely as the next of ${count}.`
}

function behind(difference: number): string {
  const words = natsInWords(difference)
  return words ? `${words} behind the first.` : 'As likely as the first.'
}

/** "3.2 nats", "41 nats", "1,200 nats": two digits or three that count; undefined for less than 0.05. */
function natsInWords(nats: number): string | undefined {
  if (nats < 0.05) return undefined
  if (nats < 10) return `${nats.toFixed(1)} nats`
  const step = nats < 1000 ? 1 : 10 ** Math.floor(Math.log10(nats) - 1)
  return `${(Math.round(nats / step) * step).toLocaleString('en')} nats`
}

function samePicture(a: readonly Patch[], b: readonly Patch[]): boolean {
  if (a === b) return true
  return a.every((patch, hole) => sameFill(patch, b[hole]))
}

/** Whether two patches of one hole have the same pixels where they fill. */
function sameFill({ own, data }: Patch, other: Patch | undefined): boolean {
  if (!other) return false
  const channels = data.length / own.length
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== other.data[i] && own[Math.floor(i / channels)] === 1) return false
  }
  return true
}

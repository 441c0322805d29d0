import { number, t } from '../i18n'

interface Rated {
  readonly nats: number | undefined
}

/** Nats with as many digits as mean something: one below ten thousand. */
export function natsInWords(value: number): string {
  const digits = Math.abs(value) < 10000 ? 1 : 0
  return t('complete.nats', {
    nats: number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  })
}

/** One that may be the same picture as another. */
interface Twin {
  readonly duplicateOf: number | undefined
}

/**
 * One line on why the first of several finished variants ranks first. Nats are -log p of the picture as the
 * model saw it, all with the same known pixels, so their difference is the log of how much likelier one is.
 */
export function verdict(ranked: readonly Rated[]): string {
  const [first, second] = ranked
  if (!first) return ''
  const n = ranked.length
  if (first.nats === undefined) return t('complete.verdict.finished', { n })
  const nats = natsInWords(first.nats)
  if (!second) return t('complete.verdict.only', { nats })
  const start = n === 2 ? t('complete.verdict.ofTwo', { nats }) : t('complete.verdict.ofMany', { n, nats })
  return second.nats === undefined
    ? start
    : t('complete.verdict.than', { start, times: times(second.nats - first.nats) })
}

/** How many times as likely a picture is as the next, which costs `difference` more nats. */
function times(difference: number): string {
  const ratio = Math.exp(difference)
  if (ratio < 1.15) return t('complete.verdict.same')
  if (ratio < 10) {
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
    return t('complete.verdict.times', { times: number(ratio, digits) })
  }
  if (ratio >= 1e6) return t('complete.verdict.million')
  return t('complete.verdict.roughly', { times: number(Number(ratio.toPrecision(1))) })
}

/** Why a variant has its place: how far it is ahead or behind, which nats it has aside. */
export function standing(variant: Rated & Twin, ranked: readonly (Rated & Twin)[]): string | undefined {
  if (variant.duplicateOf !== undefined) return t('complete.tile.same', { number: variant.duplicateOf + 1 })
  const [first, second] = ranked.filter(({ duplicateOf }) => duplicateOf === undefined)
  if (first?.nats === undefined || variant.nats === undefined || ranked.length < 2) return undefined
  if (variant !== first) return behind(variant.nats - first.nats)
  return second?.nats === undefined ? undefined : ahead(second.nats - variant.nats)
}

const noDifference = 0.05

function ahead(difference: number): string {
  if (difference < noDifference) return t('complete.tile.asNext')
  return t('complete.tile.ahead', { nats: natsInWords(difference) })
}

function behind(difference: number): string {
  if (difference < noDifference) return t('complete.tile.asFirst')
  return t('complete.tile.behind', { nats: natsInWords(difference) })
}

import { currentLanguage, day, number, t } from '../i18n'
import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'

export { number }

const few = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9', 'n10'] as const

/** A small count as a word, a larger one in digits. */
export function inWords(count: number): string {
  const key = few[count]
  return key ? t(`common.few.${key}`) : number(count)
}

/** Only for what isn't translated: in other languages a noun has its forms in its own text. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** Nats with as many digits as mean something: one below ten thousand. */
export function nats(value: number): string {
  const digits = Math.abs(value) < 10000 ? 1 : 0
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** "12 s", "3 min", "2 h 10 min", "4 days": never more exact than an estimate is. */
export function duration(seconds: number): string {
  if (seconds < 1) return t('common.duration.moment')
  if (seconds < 90) return t('common.duration.seconds', { n: Math.round(seconds) })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return t('common.duration.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return t('common.duration.days', { n: Math.round(hours / 24) })
  const rest = minutes % 60
  return rest === 0
    ? t('common.duration.hours', { n: hours })
    : t('common.duration.hoursMinutes', { h: hours, m: rest })
}

export function bytes(count: number): string {
  if (count < 1000) return t('common.bytes.b', { n: count })
  if (count < 1e6) return t('common.bytes.kb', { n: Math.round(count / 1e3) })
  return count < 1e9 ? t('common.bytes.mb', { n: count / 1e6 }) : t('common.bytes.gb', { n: count / 1e9 })
}

export function size(width: number, height: number): string {
  return `${width} × ${height}`
}

const architectures: Record<Architecture, string> = {
  pixelcnn: 'PixelCNN',
  'row-lstm': 'Row LSTM',
  'diagonal-bilstm': 'Diagonal BiLSTM',
}

export function architecture(name: Architecture): string {
  return architectures[name]
}

/** The network by its name in the paper. */
export function network(configuration: Pick<ModelConfiguration, 'architecture' | 'small'>): string {
  const name = architecture(configuration.architecture)
  return configuration.small ? `Multi-Scale ${name}` : name
}

export function tones(configuration: Pick<ModelConfiguration, 'channels' | 'levels'>): string {
  const { channels, levels } = configuration
  if (channels === 3) return t('common.tones.colour', { levels })
  return levels === 2 ? t('common.tones.blackAndWhite') : t('common.tones.grey', { levels })
}

export function describe(configuration: ModelConfiguration): string {
  return `${tones(configuration)} · ${size(configuration.size, configuration.size)}`
}

/** How many times as likely one picture is as another that costs `difference` more nats. */
export function timesAsLikely(difference: number): string {
  const times = Math.exp(difference)
  if (times < 1.15) return t('common.likelihood.alike')
  if (times < 10) {
    const exact = number(times, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    return t('common.likelihood.times', { times: exact })
  }
  if (times >= 1e6) return t('common.likelihood.beyond')
  return t('common.likelihood.aboutTimes', { times: number(Number(times.toPrecision(1))) })
}

/** When something happened, as a person would say it. */
export function ago(time: number, now = Date.now()): string {
  const seconds = Math.max(0, (now - time) / 1000)
  if (seconds < 60) return t('common.ago.now')
  if (seconds < 3600) return t('common.ago.minutes', { n: Math.floor(seconds / 60) })
  return seconds < 86400 ? t('common.ago.hours', { n: Math.floor(seconds / 3600) }) : day(time)
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

/** A place: "1st", "2.", "3e". */
export function ordinal(place: number): string {
  const kind = new Intl.PluralRules(currentLanguage(), { type: 'ordinal' }).select(place)
  const known = kind === 'one' || kind === 'two' || kind === 'few' ? kind : 'other'
  return t(`common.ordinal.${known}`, { n: place })
}

import type { Quality } from '../../shared/completion'
import { choiceOf, type KnownModel } from '../../shared/quality'
import { number, t } from '../i18n'
import { duration, size } from './words'

/** "about 0.4 s", "about 12 s", "about 3 min": no figure is more exact than the next measurement. */
export function approximately(seconds: number): string {
  return t('complete.quality.about', { time: roughly(seconds) })
}

/** The same without "about", for where there is no room. */
export function roughly(seconds: number): string {
  if (seconds < 9.95) return t('complete.quality.seconds', { time: number(Math.max(0.1, seconds)) })
  return duration(seconds)
}

/** What a quality means with the model that draws in it, in one line; `chosen` is the one that a person chose. */
export function meaning(quality: Quality, model: KnownModel, chosen: KnownModel = model): string {
  const finer = model.configuration.size / chosen.configuration.size
  if (model !== chosen) return t('complete.quality.finer', { n: finer })
  const { inference, particles } = choiceOf(quality, model)
  return t(`complete.quality.${inference}`, { n: particles })
}

/** "Drawn at 32 × 32, enlarged 6.3 times." */
export function enlargedInWords(
  { width, height }: { readonly width: number; readonly height: number },
  times: number,
): string {
  return t('complete.size.enlarged', { size: size(width, height), times: number(times) })
}

/** How the edge of a hole is joined, for where its controls are closed. */
export function edgesInWords({ feather, match }: { feather: number; match: boolean }): string {
  const width = t('complete.edges.pixels', { width: feather })
  const parts = [feather > 0 && width, match && t('complete.edges.matched')].filter(Boolean)
  return parts.join(', ') || t('complete.edges.sharp')
}

/** What a closeness means. */
export function closenessInWords(closeness: number): string {
  if (closeness < 0.25) return t('complete.like.loosely')
  if (closeness < 0.65) return t('complete.like.alike')
  return closeness < 0.9 ? t('complete.like.veryAlike') : t('complete.like.nearlySame')
}

/** What a temperature means, after its value. */
export function temperatureInWords(value: number): string {
  const meaning =
    value === 0 ? 'likeliest' : value < 0.85 ? 'careful' : value <= 1.05 ? 'learned' : ('wild' as const)
  const shown = number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return `${shown} · ${t(`complete.temperature.${meaning}`)}`
}

/** What top-p means, after its value: 1 leaves nothing out. */
export function topPInWords(value: number): string {
  const meaning = value === 1 ? 'off' : value < 0.5 ? 'few' : 'likelier'
  const shown = number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return `${shown} · ${t(`complete.topP.${meaning}`)}`
}

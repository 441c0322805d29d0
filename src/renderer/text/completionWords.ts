import type { Quality } from '../../shared/completion'
import { choiceOf, type KnownModel } from '../../shared/quality'
import { duration, number, size } from './words'

/** "about 0.4 s", "about 12 s", "about 3 min": no figure is more exact than the next measurement. */
export function approximately(seconds: number): string {
  return `about ${roughly(seconds)}`
}

/** The same without "about", for where there is no room. */
export function roughly(seconds: number): string {
  if (seconds < 0.1) return '0.1 s'
  return seconds < 9.95 ? `${number(seconds)} s` : duration(seconds)
}

/** What a quality means with this model, in one line. */
export function meaning(quality: Quality, model: KnownModel): string {
  const { inference, particles } = choiceOf(quality, model)
  switch (inference) {
    case 'raster':
      return 'One pass. Doesn’t look at what comes after the hole.'
    case 'oriented':
      return 'One pass, from the side where most is known.'
    case 'conditioned':
      return 'One pass that looks all around the hole.'
    case 'particles':
      return `Draws each ${particles} times and keeps what fits what comes after.`
  }
}

/** "Drawn at 32 × 32, enlarged 6.3 times." */
export function enlargedInWords(
  { width, height }: { readonly width: number; readonly height: number },
  times: number,
): string {
  return `Drawn at ${size(width, height)}, enlarged ${number(times)} times.`
}

/** How the edge of a hole is joined, for where its controls are closed. */
export function edgesInWords({ feather, match }: { feather: number; match: boolean }): string {
  const parts = [feather > 0 && `${feather} px`, match && 'colours matched'].filter(Boolean)
  return parts.join(', ') || 'sharp'
}

/** What a closeness means. */
export function closenessInWords(closeness: number): string {
  if (closeness < 0.25) return 'loosely'
  if (closeness < 0.65) return 'alike'
  return closeness < 0.9 ? 'very alike' : 'nearly the same'
}

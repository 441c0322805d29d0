import { PixelloomError } from '../../shared/errors'
import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Raster } from '../host'
import { levelToByte } from '../pixels/levels'

type Depth = Pick<ModelConfiguration, 'channels' | 'levels'>

/**
 * A picture as levels [height, width, C] of a model, from which `pictureOf` makes the very same picture. What
 * the model can't hold is refused, `unsupported`, rather than changed: 16 bits, transparency, colours for a
 * model of greys, bytes that are none of the model's levels.
 */
export function losslessLevels(picture: Raster, { channels, levels }: Depth, subject: string): Uint8Array {
  const refuse = (what: string): PixelloomError =>
    new PixelloomError('unsupported', `${subject} ${what}`, subject)
  const { data, channels: own, width, height } = picture
  if (data instanceof Uint16Array) {
    throw refuse(
      'has 16 bits a channel, and models know 8. Convert it to 8 bits first, if that is no loss to you.',
    )
  }
  const tones = own < 3 ? 1 : 3
  const hasAlpha = own === 2 || own === 4
  const levelOf = new Map(Array.from({ length: levels }, (_, level) => [levelToByte(level, levels), level]))
  const result = new Uint8Array(width * height * channels)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * own
    if (hasAlpha && data[from + own - 1] !== 255) {
      throw refuse('is transparent in places, which no model knows. Lay it over a background first.')
    }
    if (channels < tones && (data[from] !== data[from + 1] || data[from] !== data[from + 2])) {
      throw refuse('is in colour, and this model knows greys only. Use a model of three channels.')
    }
    for (let channel = 0; channel < channels; channel++) {
      const byte = data[from + (tones === 1 ? 0 : channel)] ?? 0
      const level = levelOf.get(byte)
      if (level === undefined) {
        const has = `has more levels than this model's ${levels} (a value of ${byte}, for one)`
        throw refuse(`${has}, so that compressing would lose some. Use a model of 256 levels.`)
      }
      result[pixel * channels + channel] = level
    }
  }
  return result
}

/** The picture that `losslessLevels` was given, but for a colour profile. */
export function pictureOf(
  levels: Uint8Array,
  { channels, levels: count }: Depth,
  { width, height, pictureChannels: own }: { width: number; height: number; pictureChannels: 1 | 2 | 3 | 4 },
): Raster {
  const data = new Uint8Array(width * height * own)
  const tones = own < 3 ? 1 : 3
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < own; channel++) {
      const level = levels[pixel * channels + (channels === 1 ? 0 : channel)] ?? 0
      data[pixel * own + channel] = channel < tones ? levelToByte(level, count) : 255
    }
  }
  return { width, height, channels: own, data }
}

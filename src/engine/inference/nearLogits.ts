import { logitsPerChannel, logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'

/** Of the logits that hold a pixel to its level at a closeness of a half: e to this is how much likelier it gets. */
const pull = 3
/** How far from its level, as a share of all levels, a value is still near. */
const spread = 0.04

/**
 * What is added to a model's logits so that drawn pixels stay near to `levels` [height, width, C], of one picture or of
 * several one after another: most at the level
 * itself, less with the distance. A closeness of 0 adds nothing, towards 1 ever more. [pictures, height, width, C * K].
 */
export function nearLogits(
  levels: Uint8Array,
  closeness: number,
  configuration: Pick<ModelConfiguration, 'channels' | 'levels'>,
): Float32Array {
  const strength = (pull * closeness) / Math.max(1 - closeness, 0.05)
  const perChannel = logitsPerChannel(configuration)
  const result = new Float32Array((levels.length / configuration.channels) * logitsPerPixel(configuration))
  const width = Math.max(1, spread * configuration.levels)
  levels.forEach((level, i) => {
    // One logit is that of 1 against 0.
    if (perChannel === 1) result[i] = level === 1 ? strength : -strength
    else {
      for (let v = 0; v < perChannel; v++) {
        result[i * perChannel + v] = strength * Math.exp(-0.5 * ((v - level) / width) ** 2)
      }
    }
  })
  return result
}

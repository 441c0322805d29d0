import type { Quality, Way } from './completion'
import type { ModelConfiguration } from './model/configuration'

/** What a quality comes to with one model: the way, and the pictures that are drawn for each completion. */
export interface QualityChoice {
  readonly inference: Way
  /** Partial completions that stand for one; 1 for every way but `particles`. */
  readonly particles: number
}

/** What is known of a model when its ways to complete are chosen. */
export interface KnownModel {
  readonly configuration: ModelConfiguration
  readonly training?: { readonly orient?: boolean | undefined } | undefined
}

const few = 8
const many = 32

/** Whether a network beside the prior, or beside that of the small image, sees what comes after the hole. */
export function hasConditioner({ conditioner, small }: ModelConfiguration): boolean {
  return (small ? small.conditioner : conditioner) !== undefined
}

/**
 * The quickest way, a better one at little cost, and the best one there is. Particles work with every model; what a
 * model was trained for besides does the same for less.
 */
export function choiceOf(quality: Quality, { configuration, training }: KnownModel): QualityChoice {
  // Particles are for one scale alone.
  if (configuration.small) {
    return {
      inference: quality !== 'fast' && hasConditioner(configuration) ? 'conditioned' : 'raster',
      particles: 1,
    }
  }
  if (quality === 'best') return { inference: 'particles', particles: many }
  if (quality === 'fast') return { inference: training?.orient ? 'oriented' : 'raster', particles: 1 }
  return hasConditioner(configuration)
    ? { inference: 'conditioned', particles: 1 }
    : { inference: 'particles', particles: few }
}

/** What tells which models stand around which. */
interface RelatedModel extends KnownModel {
  readonly checksum?: string | undefined
  readonly around?: string | undefined
}

/**
 * The model that draws where `chosen` is chosen: the best quality takes a Multi-Scale model around it (section 3.6 of the
 * paper), if there is one, which draws the same more finely.
 */
export function modelFor<M extends RelatedModel>(quality: Quality, chosen: M, models: readonly M[]): M {
  if (quality !== 'best' || chosen.checksum === undefined) return chosen
  return models.find(({ around }) => around === chosen.checksum) ?? chosen
}

import type { Inference, Way } from '../../shared/completion'
import { failure } from '../../shared/errors'
import { imageNats } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { subsampleLevels } from '../ops/subsample'
import { orient, orientedPixels, orientedSize, restore, upright } from '../pixels/orientation'
import { type AddedLogits, addedTogether } from '../sampling/addedLogits'
import { drawImages, type DrawHooks, type DrawnImage, type DrawRequest } from '../sampling/drawImages'
import { chooseOrientation, knownFollows } from './chooseOrientation'
import { conditionerLogits } from './conditionerLogits'
import { drawParticles } from './drawParticles'
import { nearLogits } from './nearLogits'

/** A model as completions know it. */
export interface CompletingModel {
  readonly network: Network
  readonly weights: Weights
  /** Whether it was trained on its images in all orientations (`orient` of its training). */
  readonly oriented: boolean
}

/** A picture to complete: its known pixels, which ones are to be drawn, and in which way. */
export interface PictureRequest extends Omit<DrawRequest, 'added' | 'addedSmall'> {
  readonly inference: Inference
  /** Partial completions for each completion, where the way is `particles`. */
  readonly particles: number
  /**
   * Levels [height, width, channels] that the drawn ones are held near to, of one picture for all or of one for each:
   * a closeness of 0 not at all, 1 nearly the same.
   */
  readonly near?: { readonly levels: Uint8Array; readonly closeness: number }
}

/** What was drawn, and in which way. */
export interface CompletedPicture {
  readonly way: Way
  readonly images: readonly DrawnImage[]
}

/**
 * Completes a picture `count` times in the way that was asked for. `nats` are those of the whole image, upright,
 * whatever the way. `unsupported` where the model can't be used so; otherwise as drawImages.
 */
export async function drawCompletions(
  model: CompletingModel,
  request: PictureRequest,
  hooks: DrawHooks = {},
): Promise<CompletedPicture> {
  const way = wayOf(model, request)
  return { way, images: await draw(way, model, request, hooks) }
}

/**
 * The way that a request comes to. `auto` sees what follows a hole where that costs no more than drawing: by the
 * conditioning network where there is one, else from the best side where the model knows all.
 */
export function wayOf(
  { network, oriented }: Pick<CompletingModel, 'network' | 'oriented'>,
  { inference, unknown }: Pick<PictureRequest, 'inference' | 'unknown'>,
): Way {
  const conditioned = conditionedScale(network) !== undefined
  if (inference === 'conditioned' && !conditioned) {
    throw failure('models.noConditioner', {}, 'inference')
  }
  if (inference !== 'auto') return inference
  if (!knownFollows(unknown)) return 'raster'
  if (conditioned) return 'conditioned'
  return oriented ? 'oriented' : 'raster'
}

async function draw(
  way: Way,
  { network, weights }: CompletingModel,
  request: PictureRequest,
  hooks: DrawHooks,
): Promise<readonly DrawnImage[]> {
  if (way === 'oriented') return drawOriented(network, weights, request, hooks)
  const near = nearOf(request, network)
  // Without a known pixel that follows, particles have nothing to be weighed by.
  const weighed = way === 'particles' && knownFollows(request.unknown)
  // Particles that are to be near to something come to the model so tilted; looking ahead as well would have to be
  // taken out of their weights again, and the tilt not, which one sum of logits can't tell apart.
  const tilted = weighed && near !== undefined
  const condition = tilted ? {} : await conditionOf(way, network, weights, request)
  const added = addedTogether(near, condition.added)
  const whole: DrawRequest = { ...request, ...condition, ...(added && { added }) }
  if (!weighed) return drawImages(network, weights, whole, hooks)
  return drawParticles(network, weights, { ...whole, particles: request.particles, tilted }, hooks)
}

/** In the orientation in which most is known before the hole. */
async function drawOriented(
  network: Network,
  weights: Weights,
  request: PictureRequest,
  { onRow, ...hooks }: DrawHooks,
): Promise<readonly DrawnImage[]> {
  const { height, width, known, unknown, near, count } = request
  const { channels } = network.configuration
  const orientation = chooseOrientation(unknown, height, width)
  if (orientation === upright || Object.values(orientation).every((is) => is === false)) {
    return draw('raster', { network, weights, oriented: true }, request, { onRow, ...hooks })
  }
  const from = orientedPixels({ height, width }, orientation)
  const length = height * width * channels
  const turn = (pictures: Uint8Array): Uint8Array => {
    const turned = new Uint8Array(pictures.length)
    for (let at = 0; at < pictures.length; at += length) {
      turned.set(orient(pictures.subarray(at, at + length), from, channels), at)
    }
    return turned
  }
  const drawn = await draw(
    'raster',
    { network, weights, oriented: true },
    {
      ...{ ...request, ...orientedSize({ height, width }, orientation), known: turn(known) },
      unknown: orient(unknown, from, 1),
      ...(near && { near: { ...near, levels: turn(near.levels) } }),
    },
    hooks,
  )
  const images = drawn.map(({ variant, levels }) => ({ variant, levels: restore(levels, from, channels) }))
  const pixels = new Uint8Array(count * length)
  images.forEach(({ levels }, i) => pixels.set(levels, i * length))
  const nats = await imageNats(network, weights, { pixels, count, height, width })
  for (const { variant, levels } of images) tellRows(variant, levels, request, onRow)
  return images.map((image, i) => ({ ...image, nats: nats[i] ?? NaN }))
}

/** Rows that were not drawn as rows of the upright picture are told of in the end. */
function tellRows(
  variant: number,
  levels: Uint8Array,
  { height, width, unknown }: PictureRequest,
  onRow: DrawHooks['onRow'],
): void {
  const length = levels.length / height
  for (let row = 0; row < height; row++) {
    if (!unknown.subarray(row * width, (row + 1) * width).includes(1)) continue
    onRow?.(variant, row, levels.slice(row * length, (row + 1) * length))
  }
}

/** What the conditioning network adds, where the way wants it: one set for each known picture, on the scale that it is for. */
async function conditionOf(
  way: Way,
  network: Network,
  weights: Weights,
  request: PictureRequest,
): Promise<Pick<DrawRequest, 'added' | 'addedSmall'>> {
  const scale = conditionedScale(network)
  if (way === 'raster' || !scale || !knownFollows(request.unknown)) return {}
  const { factor, part, weightsOf } = scale
  const { channels } = network.configuration
  const { known } = request
  const length = request.height * request.width * channels
  const sets = known.length / length
  const [height, width] = [Math.ceil(request.height / factor), Math.ceil(request.width / factor)]
  const seen = (values: Uint8Array, features: number): Uint8Array =>
    subsampleLevels(values, request.height, request.width, features, factor)
  const hole = seen(request.unknown, 1)
  const holes = new Uint8Array(sets * hole.length)
  for (let set = 0; set < sets; set++) holes.set(hole, set * hole.length)
  const batch = { pixels: seen(known, channels), count: sets, height, width, unknown: holes }
  const added = { sets, values: await conditionerLogits(part, weightsOf(weights), batch) }
  return factor === 1 ? { added } : { addedSmall: added }
}

/** The network that a conditioning network stands beside: the model's own, or that of a Multi-Scale model's small image. */
function conditionedScale(
  network: Network,
): { factor: number; part: Network; weightsOf: (weights: Weights) => Weights } | undefined {
  if (network.conditioner) return { factor: 1, part: network, weightsOf: (weights) => weights }
  const { multiScale } = network
  if (!multiScale?.small.conditioner) return undefined
  return { factor: multiScale.factor, part: multiScale.small, weightsOf: multiScale.smallWeights }
}

function nearOf(
  { near, height, width }: PictureRequest,
  { configuration }: Network,
): AddedLogits | undefined {
  if (!near || near.closeness === 0) return undefined
  const sets = near.levels.length / (height * width * configuration.channels)
  return { sets, values: nearLogits(near.levels, near.closeness, configuration) }
}

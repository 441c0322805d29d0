import { PixelloomError } from '../../shared/errors'
import type { Inference, Way } from '../../shared/completion'
import type { Network, Weights } from '../models/network'
import { drawImages, type DrawHooks, type DrawnImage, type DrawRequest } from '../sampling/drawImages'

/** A model as completions know it. */
export interface CompletingModel {
  readonly network: Network
  readonly weights: Weights
  /** Whether it was trained on its images in all orientations (`orient` of its training). */
  readonly oriented: boolean
}

/** A picture to complete: its known pixels, which ones are to be drawn, and in which way. */
export interface PictureRequest extends DrawRequest {
  readonly inference: Inference
  /** Partial completions for each completion, where the way is `particles`. */
  readonly particles: number
  /** Levels [height, width, channels] that the drawn ones are held near to: 0 not at all, 1 nearly the same. */
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
  { network, weights }: CompletingModel,
  request: PictureRequest,
  hooks: DrawHooks = {},
): Promise<CompletedPicture> {
  const { inference } = request
  if (inference !== 'auto' && inference !== 'raster') {
    throw new PixelloomError(
      'unsupported',
      `--inference ${inference} is not part of this version.`,
      'inference',
    )
  }
  return { way: 'raster', images: await drawImages(network, weights, request, hooks) }
}

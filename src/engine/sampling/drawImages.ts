import { PixelloomError } from '../../shared/errors'
import { imageNats } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { activeDevice, onDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import type { PlanDevice } from '../plans/device'
import { NoRoomOnDevice } from '../plans/deviceSampler'
import type { AddedLogits } from './addedLogits'
import { Canvas } from './canvas'
import type { Drawing } from './draw'
import { drawIncremental } from './drawIncremental'
import { drawOnDevice } from './drawOnDevice'
import { drawRaster, type DrawRows } from './drawRaster'
import { drawSmall } from './drawSmall'

/** What to draw: an image with unknown pixels, so and so often. */
export interface DrawRequest extends Drawing {
  readonly height: number
  readonly width: number
  /**
   * Levels 0..levels-1, [height, width, channels]; what it holds at unknown pixels doesn't matter. Or `count`
   * of them, one after another, where every variant is another image with the same hole.
   */
  readonly known: Uint8Array
  /** [height, width]: 1 where all channels of the pixel are to be drawn, 0 where they are kept. */
  readonly unknown: Uint8Array
  /** Variants to draw, as one batch. */
  readonly count: number
  /** Unsigned, 32 bits. */
  readonly seed: number
  /** Number of the first variant, so that a batch can be split without changing any draw. */
  readonly firstVariant?: number
  /** What is added to the logits of unknown pixels before they are drawn; likelihoods stay the model's own. */
  readonly added?: AddedLogits
  /** The same for the small image of a Multi-Scale model alone, [sets, ceil(height / f), ceil(width / f), C * K]. */
  readonly addedSmall?: AddedLogits
}

export interface DrawHooks {
  /**
   * A row of a variant is finished: levels [width, channels], a copy. Called for rows with unknown
   * pixels only, from the top, for every variant in turn; `variant` counts from `firstVariant`.
   */
  readonly onRow?: (variant: number, row: number, levels: Uint8Array) => void
  /**
   * Awaited before rows, for a host that pauses: before each, or where rows take less than 20 ms, once in as long.
   * Without it only the event loop turns.
   */
  readonly breathe?: () => Promise<void>
  /** Looked at before each row. */
  readonly signal?: AbortSignal
  /**
   * Drawn by the processor, also where a graphics card could: for pictures by the way, of a runtime that was chosen for
   * something else.
   */
  readonly onProcessor?: boolean
}

export interface DrawnImage {
  readonly variant: number
  /** Levels [height, width, channels]; known pixels are the request's, bit for bit. */
  readonly levels: Uint8Array
  /** Exact -log p of the whole image, known pixels included, at temperature 1. */
  readonly nats: number
}

/**
 * Ancestral sampling (section 2.1 of the paper): unknown pixels are drawn in raster order, and within a
 * pixel R, G, B, each from its distribution given all pixels before it; known pixels are held. Each draw
 * is keyed by (seed, variant, position, channel), so that it doesn't depend on the batch. Only the rows
 * that the row at hand depends on are computed, and nothing for rows that are known as a whole.
 *
 * A Multi-Scale model draws the unknown pixels of the small image first, the rest with all of those known
 * (section 3.6); rows are told of when the rest of them is drawn.
 *
 * `cancelled` within a row of the signal; `invalid-argument` for a request that makes no sense.
 */
export async function drawImages(
  network: Network,
  weights: Weights,
  request: DrawRequest,
  hooks: DrawHooks = {},
): Promise<DrawnImage[]> {
  checkRequest(network, request)
  const { height, width, known, unknown, count, firstVariant = 0 } = request
  const canvas = new Canvas(known, unknown, count, height, width, network.configuration.channels)
  const tell = (row: number): void => {
    for (let i = 0; i < count; i++) hooks.onRow?.(firstVariant + i, row, canvas.row(i, row))
  }
  const drawn = await drawWith(drawHere(hooks), network, weights, canvas, request, hooks, tell)
  // Where all of an image was drawn that tells its likelihood; what was known is judged by a pass over the whole.
  const nats =
    drawn && unknown.every((isUnknown) => isUnknown === 1)
      ? drawn
      : await imageNats(network, weights, { pixels: canvas.levels, count, height, width })
  return Array.from(nats, (value, i) => ({
    variant: firstVariant + i,
    levels: canvas.image(i),
    nats: value,
  }))
}

/** The way of the runtime that computes now: what a device has no room for is drawn by the processor. */
function drawHere({ onProcessor = false }: DrawHooks): DrawRows {
  const kernels = activeKernels()
  const byProcessor: DrawRows = kernels
    ? (...part) => drawIncremental(kernels, ...part)
    : (...part) => drawRaster(...part)
  if (!activeDevice() || onProcessor) return byProcessor
  return lastingly(
    (device) =>
      async (...part) => {
        try {
          return await drawOnDevice(device, ...part)
        } catch (error) {
          if (error instanceof NoRoomOnDevice) return byProcessor(...part)
          throw error
        }
      },
    byProcessor,
  )
}

/** Drawing that goes on with the next row where a device is lost: what was drawn of it is known by then. */
function lastingly(onIt: (device: PlanDevice) => DrawRows, byProcessor: DrawRows): DrawRows {
  return async (network, weights, canvas, request, hooks, onRow, ...scale) => {
    const { width } = request
    const unknown = request.unknown.slice()
    let attempts = 0
    const by = (draw: DrawRows): ReturnType<DrawRows> => {
      attempts++
      const left = { ...request, unknown: unknown.slice() }
      const told = (row: number): void => {
        unknown.fill(0, row * width, (row + 1) * width)
        onRow(row)
      }
      return draw(network, weights, canvas, left, hooks, told, ...scale)
    }
    const nats = await onDevice(
      (device) => by(onIt(device)),
      () => by(byProcessor),
    )
    // Of a part of the rows nobody wants to know.
    return attempts === 1 ? nats : undefined
  }
}

/**
 * Fills a canvas by one way of drawing rows, on both scales where there are two. Returns the nats of all that was
 * drawn of each image, where that way knows them.
 */
export async function drawWith(
  draw: DrawRows,
  network: Network,
  weights: Weights,
  canvas: Canvas,
  request: DrawRequest,
  hooks: DrawHooks = {},
  tell: (row: number) => void = () => undefined,
): Promise<Float64Array | undefined> {
  const { multiScale } = network
  const small = multiScale && (await drawSmall(draw, multiScale, weights, canvas, request, hooks))
  try {
    const drawn = await draw(network, weights, canvas, request, hooks, tell, small)
    if (!small) return drawn
    const { nats } = small
    return drawn && nats && drawn.map((value, i) => value + (nats[i] ?? NaN))
  } finally {
    small?.upsampled.dispose()
  }
}

function checkRequest({ configuration }: Network, request: DrawRequest): void {
  const { height, width, known, unknown, count, temperature, topP, added } = request
  const { channels, levels } = configuration
  const size = height * width * channels
  const isKnownLevel = (level: number, i: number): boolean =>
    level < levels || unknown[Math.floor((i % size) / channels)] === 1
  const rules: [holds: boolean, otherwise: string][] = [
    [known.length === size || known.length === count * size, `An image must have ${size} values.`],
    [unknown.length === height * width, `The mask must have ${height * width} pixels.`],
    [known.every(isKnownLevel), `Known pixels must be levels below ${levels}.`],
    [Number.isInteger(count) && count > 0, 'Ask for at least one variant.'],
    [temperature >= 0, 'The temperature must be 0 or more.'],
    [topP > 0 && topP <= 1, 'Top-p must be above 0 and at most 1.'],
    [
      added === undefined || count % added.sets === 0,
      'Each set of added logits must belong to as many variants.',
    ],
  ]
  for (const [holds, otherwise] of rules) {
    if (!holds) throw new PixelloomError('invalid-argument', otherwise)
  }
}

import type { Network, Weights } from '../../models/network'
import { conditionerLogits } from '../../inference/conditionerLogits'
import { passesToDraw } from '../../sampling/cost'
import { drawImages } from '../../sampling/drawImages'
import { contactSheet } from '../../training/sheet'
import type { JobContext } from '../context'
import { unlessCancelled } from '../unlessCancelled'
import type { HeldOut } from './heldOut'

/** Held-out images that are completed again and again while a model learns. */
const pictures = 6
/** Seconds that the very first sheet may take, and the share of training that later ones may. */
const [firstAllowance, share] = [20, 0.1]

/**
 * Shows what was learned: the lower halves of the same few held-out images (the upper ones, where a conditioning
 * network learns), completed with the same draws
 * each time, so that only the model changes from one sheet to the next. Left out while it would cost
 * more than a tenth of the time.
 */
export class Gallery {
  #spent: number | undefined
  #last: number | undefined

  constructor(
    private readonly context: JobContext,
    private readonly folder: string,
    private readonly heldOut: HeldOut,
    private readonly size: { readonly height: number; readonly width: number },
  ) {}

  /** `seconds`: of training so far. `imageSeconds`: what one image's likelihood takes. */
  async show(
    network: Network,
    weights: Weights,
    at: { step: number; seconds: number; imageSeconds: number },
  ): Promise<void> {
    const { clock, pixels, storage } = this.context.host
    const chosen = this.heldOut.few(pictures)
    const { height, width } = this.size
    const passes = passesToDraw(network, { height, width, pixels: Math.floor(height / 2) * width })
    const cost = this.#spent ?? pictures * passes * at.imageSeconds
    const affordable =
      this.#last === undefined ? cost <= firstAllowance : cost <= (at.seconds - this.#last) * share
    if (chosen.length === 0 || !affordable) return

    const began = clock.milliseconds()
    const { channels, levels } = network.configuration
    const known = await this.heldOut.levels(chosen)
    const { conditioner } = network
    const half = Math.ceil(height / 2) * width
    const unknown = new Uint8Array(height * width)
    // A conditioning network shows what it learned where known pixels follow the hole.
    if (conditioner) unknown.fill(1, 0, half)
    else unknown.fill(1, half)
    const count = chosen.length
    const hidden = { pixels: known, count, height, width, unknown: repeated(unknown, count) }
    const added = conditioner && {
      sets: count,
      values: await conditionerLogits(network, weights, hidden),
    }
    const drawing = { seed: 0, temperature: 1, topP: 1 }
    const request = { height, width, known, unknown, count, ...drawing, ...(added && { added }) }
    // A sheet that was cancelled is no sheet, and no reason to lose what was learned.
    const drawn = await unlessCancelled(
      // A card may be the fastest to train, and not to draw: nobody measured that.
      drawImages(network, weights, request, { signal: this.context.gate.signal, onProcessor: true }),
    )
    if (!drawn) return
    const length = height * width * channels
    const originals = drawn.map((_, i) => known.subarray(i * length, (i + 1) * length))
    const sheet = contactSheet({ height, width, channels, levels }, [
      originals.map((values) => ({ values, hidden: unknown })),
      drawn.map((image) => ({ values: image.levels })),
      originals.map((values) => ({ values })),
    ])
    const folder = storage.join(this.folder, 'samples')
    const file = storage.join(folder, `${at.step}.png`)
    await storage.makeFolder(folder)
    await storage.write(file, await pixels.encodePng(sheet))
    this.context.emit({ type: 'picture', role: 'held-out', variant: 0, file, step: at.step })
    this.#spent = (clock.milliseconds() - began) / 1000
    this.#last = at.seconds
  }
}

function repeated(mask: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(mask.length * count)
  for (let i = 0; i < count; i++) all.set(mask, i * mask.length)
  return all
}

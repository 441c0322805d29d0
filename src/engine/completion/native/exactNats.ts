import type { Rectangle } from '../../../shared/geometry'
import { imageNats } from '../../likelihood/nats'
import type { CompletingModel } from '../../inference/drawCompletions'

/** A part of a picture: how it is cut out of every variant, [count, height, width, channels] levels. */
type Cut = (part: Rectangle) => { readonly known: Uint8Array }

/** Rows that are judged at once, where what came before them is judged along. */
const stripRows = 64

/**
 * The exact -log p of a picture too large to be judged in one pass, for a model that sees `reach` rows above a pixel:
 * strip by strip, each given the rows above it, which is the chain rule: log p of both less log p of what is above.
 */
export async function natsByStrips(
  { network, weights }: CompletingModel,
  area: Rectangle,
  count: number,
  cut: Cut,
): Promise<number[]> {
  const total = new Array<number>(count).fill(0)
  const judge = async (y: number, bottom: number, sign: number): Promise<void> => {
    const { width } = area
    const { known } = cut({ ...area, y, height: bottom - y })
    const nats = await imageNats(network, weights, { pixels: known, count, height: bottom - y, width })
    nats.forEach((value, variant) => (total[variant] = (total[variant] ?? 0) + sign * value))
  }
  for (let y = area.y; y < area.y + area.height; y += stripRows) {
    const top = Math.max(area.y, y - network.reachRows)
    await judge(top, Math.min(area.y + area.height, y + stripRows), 1)
    if (top < y) await judge(top, y, -1)
  }
  return total
}

/**
 * The same where a picture is too large for the model or mostly far from the hole: the sum over tiles of the model's
 * size, side by side, of those that hold any of it, each judged as an image of its own.
 */
export async function natsByTiles(
  { network, weights }: CompletingModel,
  area: Rectangle,
  count: number,
  cut: Cut,
  has: (part: Rectangle) => boolean,
): Promise<number[]> {
  const { size } = network.configuration
  const total = new Array<number>(count).fill(0)
  for (let y = area.y; y < area.y + area.height; y += size) {
    for (let x = area.x; x < area.x + area.width; x += size) {
      const width = Math.min(size, area.x + area.width - x)
      const height = Math.min(size, area.y + area.height - y)
      if (!has({ x, y, width, height })) continue
      const { known } = cut({ x, y, width, height })
      const nats = await imageNats(network, weights, { pixels: known, count, height, width })
      nats.forEach((value, variant) => (total[variant] = (total[variant] ?? 0) + value))
    }
  }
  return total
}

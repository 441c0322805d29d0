import { distributionOf, levelAt, partOf } from './frequencies'
import type { ExactNetwork, ExactPass } from './exactNetwork'
import { RangeDecoder, RangeEncoder } from './rangeCoder'

/** How to watch coding, and end it early. */
export interface CodingWatch {
  /** Awaited before each row. It ends the coding by throwing. */
  beforeRow?(row: number): Promise<void>
}

/** Height and width of an image. */
export interface ImageSize {
  readonly height: number
  readonly width: number
}

/**
 * Codes levels [height, width, C], row by row, with the model's own distribution of each value: the bytes,
 * and the exact -log p of the image in nats, which they can't beat and hardly exceed.
 */
export async function encodeLevels(
  network: ExactNetwork,
  levels: Uint8Array,
  size: ImageSize,
  watch: CodingWatch = {},
): Promise<{ payload: Uint8Array; nats: number }> {
  const encoder = new RangeEncoder()
  let nats = 0
  await eachValue(network, size, watch, (pass, index) => {
    const level = levels[index] ?? 0
    const distribution = distributionOf(pass.logits(), network.configuration.levels)
    encoder.encode(partOf(distribution, level))
    nats += distribution.nats(level)
    pass.set(level)
  })
  return { payload: encoder.finish(), nats }
}

/** The levels [height, width, C] that `encodeLevels` coded with the same model. Any bytes give some levels. */
export async function decodeLevels(
  network: ExactNetwork,
  payload: Uint8Array,
  size: ImageSize,
  watch: CodingWatch = {},
): Promise<Uint8Array> {
  const decoder = new RangeDecoder(payload)
  const levels = new Uint8Array(size.height * size.width * network.configuration.channels)
  await eachValue(network, size, watch, (pass, index) => {
    const distribution = distributionOf(pass.logits(), network.configuration.levels)
    const { level, part } = levelAt(distribution, decoder.target())
    decoder.consume(part)
    levels[index] = level
    pass.set(level)
  })
  return levels
}

async function eachValue(
  network: ExactNetwork,
  { height, width }: ImageSize,
  watch: CodingWatch,
  visit: (pass: ExactPass, index: number) => void,
): Promise<void> {
  const pass = network.start(height, width)
  const perRow = width * network.configuration.channels
  for (let row = 0; row < height; row++) {
    await watch.beforeRow?.(row)
    for (let i = 0; i < perRow; i++) visit(pass, row * perRow + i)
  }
}

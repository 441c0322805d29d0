import type { ModelConfiguration } from '../../shared/model/configuration'
import type { TimedTask } from '../../shared/timedTasks'
import type { Clock } from '../host'
import { imageNats } from '../likelihood/nats'
import { createNetwork } from '../models/createNetwork'
import type { Network } from '../models/network'
import { disposeTensors, initialWeights, toTensors } from '../models/weights'
import { createTrainer } from '../optimizers/createTrainer'
import { RandomStream } from '../random/stream'
import { drawImages } from '../sampling/drawImages'

export interface Timing {
  readonly configuration: ModelConfiguration
  readonly what: TimedTask
  readonly batch: number
  /** Of `sample`, how many pixels are drawn, in the middle of the image; all where left out. */
  readonly pixels?: number | undefined
  /** Times to measure, after one that isn't counted. */
  readonly runs: number
  /** No further run begins after so many seconds; where not even the first is done by then, it is what counts. */
  readonly seconds?: number | undefined
}

/** Before each run, and at the end, with the number of those done: says whether to stop. */
export type BetweenRuns = (done: number) => Promise<boolean>

/**
 * Times one task on random weights and images, on the runtime that is current: the median of its runs, in seconds for a
 * whole batch. Undefined where it was stopped.
 */
export async function timeTask(
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
  timing: Timing,
  between: BetweenRuns = () => Promise.resolve(false),
): Promise<{ seconds: number; network: Network } | undefined> {
  const { configuration, what, batch, runs } = timing
  const network = createNetwork(configuration)
  const { size, channels, levels } = configuration
  const weights = initialWeights(network, 0)
  const length = size * size * channels
  const uniforms = new RandomStream(0, 'draw').fillUniform(new Float64Array(batch * length))
  const pixels = Uint8Array.from(uniforms, (u) => Math.floor(u * levels))
  const tensors = toTensors(network, weights)
  const trainer = createTrainer(network, weights, { learningRate: 1e-4 })
  const known = new Uint8Array(length)
  const unknown = inTheMiddle(size, timing.pixels ?? size * size)

  const once = async (): Promise<void> => {
    if (what === 'train') await trainer.step(pixels, batch, size, size)
    else if (what === 'forward') {
      await imageNats(network, tensors, { pixels, count: batch, height: size, width: size })
    } else {
      const drawing = { count: batch, seed: 0, temperature: 1, topP: 1 }
      const request = { height: size, width: size, known, unknown, ...drawing }
      await drawImages(network, tensors, request, signal ? { signal } : {})
    }
  }

  const times: number[] = []
  const end = clock.milliseconds() + (timing.seconds ?? Infinity) * 1000
  try {
    for (let run = 0; run <= runs; run++) {
      if (await between(Math.max(0, run - 1))) return undefined
      const began = clock.milliseconds()
      await once()
      const took = (clock.milliseconds() - began) / 1000
      const isOver = clock.milliseconds() >= end
      if (run > 0 || isOver) times.push(took)
      if (isOver) break
    }
    if (await between(runs)) return undefined
  } finally {
    disposeTensors(tensors)
    trainer.dispose()
  }
  const seconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  return { seconds, network }
}

/** A mask of `count` pixels in raster order, as many before them as after. */
function inTheMiddle(size: number, count: number): Uint8Array {
  const pixels = size * size
  const most = Math.min(count, pixels)
  const first = Math.floor((pixels - most) / 2)
  return new Uint8Array(pixels).fill(1, first, first + most)
}

import { imageNats } from '../likelihood/nats'
import { costOf } from '../models/cost'
import { createNetwork } from '../models/createNetwork'
import type { Network } from '../models/network'
import { disposeTensors, initialWeights, parameterCount, toTensors } from '../models/weights'
import { createTrainer } from '../optimizers/createTrainer'
import type { BenchSpecification } from '../protocol/specifications'
import { RandomStream } from '../random/stream'
import { drawImages } from '../sampling/drawImages'
import type { JobContext, JobEnd } from './context'
import { ProgressReporter } from './reporter'
import { startRuntime } from './startRuntime'

/**
 * Times training steps, forward passes or the drawing of whole images, on random weights and images: the
 * median of `runs` after one that isn't counted, for a whole batch. The memory is that of
 * the whole process at its height, where the host can tell.
 */
export async function runBench(context: JobContext, spec: BenchSpecification): Promise<JobEnd> {
  const { clock } = context.host
  const { batch } = spec
  const freeMemoryBytes = context.host.freeMemory?.()
  await startRuntime(context, spec)
  const network = createNetwork(spec.configuration)
  const { size, channels, levels } = spec.configuration
  const weights = initialWeights(network, 0)
  const length = size * size * channels
  const uniforms = new RandomStream(0, 'draw').fillUniform(new Float64Array(batch * length))
  const pixels = Uint8Array.from(uniforms, (u) => Math.floor(u * levels))
  const tensors = toTensors(network, weights)
  const trainer = createTrainer(network, weights, { learningRate: 1e-4 })
  const known = new Uint8Array(length)
  const unknown = inTheMiddle(size, spec.pixels ?? size * size)

  const once = async (): Promise<void> => {
    if (spec.what === 'train') await trainer.step(pixels, batch, size, size)
    else if (spec.what === 'forward') {
      await imageNats(network, tensors, { pixels, count: batch, height: size, width: size })
    } else {
      const request = {
        height: size,
        width: size,
        known,
        unknown,
        count: batch,
        seed: 0,
        temperature: 1,
        topP: 1,
      }
      await drawImages(network, tensors, request, { signal: context.gate.signal })
    }
  }

  const reporter = new ProgressReporter(context)
  const times: number[] = []
  try {
    for (let run = 0; run <= spec.runs; run++) {
      await context.gate.pass()
      if (context.gate.signal.aborted) return { cancelled: true }
      const began = clock.milliseconds()
      await once()
      if (run > 0) times.push((clock.milliseconds() - began) / 1000)
      reporter.report({ stage: 'Measuring', done: run, total: spec.runs, unit: 'steps' })
    }
  } finally {
    disposeTensors(tensors)
    trainer.dispose()
  }
  reporter.flush()
  const seconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  const memoryBytes = context.host.peakMemory?.()
  const operations = operationsOf(network, spec.what, batch * size * size)
  const result = {
    kind: 'bench',
    what: spec.what,
    parameters: parameterCount(network),
    ...{ seconds, imagesPerSecond: batch / seconds, operations, memoryBytes, freeMemoryBytes },
  } as const
  return { cancelled: false, result }
}

/** A mask of `count` pixels in raster order, as many before them as after. */
function inTheMiddle(size: number, count: number): Uint8Array {
  const pixels = size * size
  const most = Math.min(count, pixels)
  const first = Math.floor((pixels - most) / 2)
  return new Uint8Array(pixels).fill(1, first, first + most)
}

/** Of so many pixels; undefined where that depends on more than the network: on how much is drawn, or on scales. */
function operationsOf(
  network: Network,
  what: BenchSpecification['what'],
  pixels: number,
): number | undefined {
  if (network.multiScale || what === 'sample') return undefined
  const { multiplications, trainingMultiplications } = costOf(network)
  return 2 * pixels * (what === 'train' ? trainingMultiplications : multiplications)
}

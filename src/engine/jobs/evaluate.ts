import { gatherLevels } from '../data/levels'
import { openImageSet } from '../data/open'
import { fixedBinarisation } from '../likelihood/binarise'
import { bitsPerDimension, imageNats } from '../likelihood/nats'
import type { EvaluateSpecification } from '../protocol/specifications'
import { RateMeter } from '../training/rate'
import { checkLevels, defaultBinarization } from '../training/settings'
import type { JobContext, JobEnd } from './context'
import { withModel } from './loadModel'
import { ProgressReporter } from './reporter'
import { startRuntime } from './startRuntime'

/**
 * The exact likelihood of every image of a data source: means of nats and bits per dimension. Images are read
 * as they are needed, so that any number of them will do.
 */
export async function runEvaluation(context: JobContext, spec: EvaluateSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const began = host.clock.milliseconds()
  await startRuntime(context, spec)
  return withModel(host, spec.model, async ({ network, weights }) => {
    const { configuration } = network
    const reporter = new ProgressReporter(context)
    const images = await openImageSet(host, spec.data, {
      size: configuration.size,
      channels: configuration.channels,
      limit: spec.limit,
      signal: gate.signal,
      cacheFolder: spec.cacheFolder,
      onNote: (note) => context.emit(note),
      onProgress: (done, total) => reporter.report({ stage: 'Reading images', done, total, unit: 'images' }),
    })
    if (images.skipped.length > 0) context.emit({ type: 'skipped', files: [...images.skipped] })
    checkLevels(images, configuration.levels)
    const binarize = spec.binarize ?? configuration.binarize ?? defaultBinarization(images)
    const quantisation = { levels: configuration.levels, binarize }
    const meter = new RateMeter(host.clock)
    const { count, height, width, channels } = images
    let sum = 0
    let done = 0
    while (done < count) {
      await gate.pass()
      if (gate.signal.aborted) return { cancelled: true }
      const indices = Uint32Array.from({ length: Math.min(spec.batch, count - done) }, (_, i) => done + i)
      const pixels = await gatherLevels(images, indices, quantisation, fixedBinarisation)
      const nats = await imageNats(network, weights, { pixels, count: indices.length, height, width })
      sum += nats.reduce((total, value) => total + value, 0)
      done += indices.length
      meter.add(indices.length)
      const rate = meter.rate
      reporter.report({
        stage: 'Evaluating',
        ...{ done, total: count, unit: 'images' },
        ...(rate && { rate, secondsLeft: (count - done) / rate }),
      })
    }
    reporter.flush()
    const nats = sum / count
    return {
      cancelled: false,
      result: {
        kind: 'evaluate',
        images: count,
        nats,
        bitsPerDim: bitsPerDimension(nats, height * width * channels),
        seconds: (host.clock.milliseconds() - began) / 1000,
        skipped: [...images.skipped],
      },
    }
  })
}

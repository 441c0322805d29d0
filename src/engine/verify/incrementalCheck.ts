import type { ModelCheck } from '../../shared/jobs'
import { createExactNetwork, hasExactNetwork } from '../codec/exactNetwork'
import { encodeLevels } from '../codec/imageCodec'
import { composedNats } from '../likelihood/nats'
import { activeKernels } from '../plans/activeKernels'
import { drawImages } from '../sampling/drawImages'
import { shapeOf, type Subject, tolerance } from './behaviourChecks'
import { randomImage } from './measuredReach'

/** One way to compute an image pixel by pixel: the image, and the nats that it found. */
interface Computed {
  readonly how: string
  readonly pixels: Uint8Array
  readonly nats: number
}

/**
 * Computed pixel by pixel with only what is new, an image has the nats of one pass over the whole: by the codec's
 * arithmetic in doubles, and by the kernels that draw images, where the runtime has them.
 */
export async function checkIncremental(subject: Subject): Promise<ModelCheck> {
  const { network, weights } = subject
  const { configuration } = network
  const ways: Computed[] = []
  if (hasExactNetwork(configuration)) ways.push(await byTheCodec(subject))
  // Without kernels an image is drawn by passes over the whole.
  if (activeKernels()) ways.push(await byTheSampler(subject))
  if (ways.length === 0) {
    const kind = configuration.small ? 'Multi-Scale' : configuration.architecture
    const sentence = `On this runtime ${kind} models are computed in one way only.`
    return { name: 'incremental', state: 'skipped', sentence }
  }
  const { height, width } = shapeOf(configuration)
  const told: string[] = []
  for (const { how, pixels, nats } of ways) {
    const [whole = NaN] = await composedNats(network, weights, { pixels, count: 1, height, width })
    const error = Math.abs(nats / whole - 1)
    const figures = `${nats.toFixed(4)} nats pixel by pixel ${how}, ${whole.toFixed(4)} in one pass`
    if (!(error <= tolerance)) {
      return { name: 'incremental', state: 'failed', sentence: `${figures}: these should be alike.` }
    }
    told.push(`${figures}: off by ${error.toExponential(1)}.`)
  }
  return { name: 'incremental', state: 'passed', sentence: told.join(' ') }
}

async function byTheCodec({ network: { configuration }, flat, breathe }: Subject): Promise<Computed> {
  const { height, width, channels } = shapeOf(configuration)
  const pixels = randomImage(height * width * channels, configuration.levels, 7)
  const exact = createExactNetwork(configuration, flat)
  const { nats } = await encodeLevels(exact, pixels, { height, width }, { beforeRow: breathe })
  return { how: 'in doubles', pixels, nats }
}

/** An image as it is drawn, with the nats of the very distributions that its values were drawn from. */
async function byTheSampler({ network, weights, breathe }: Subject): Promise<Computed> {
  const { height, width, channels } = shapeOf(network.configuration)
  const request = { height, width, count: 1, seed: 7, temperature: 1, topP: 1 }
  const known = new Uint8Array(height * width * channels)
  const unknown = new Uint8Array(height * width).fill(1)
  const [drawn] = await drawImages(network, weights, { ...request, known, unknown }, { breathe })
  if (!drawn) throw new Error('nothing was drawn')
  return { how: 'as it is drawn', pixels: drawn.levels, nats: drawn.nats }
}

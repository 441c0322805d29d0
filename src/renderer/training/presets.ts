import type { Architecture } from '../../shared/model/configuration'
import { optimizers, schedules } from '../../shared/training'

/** What a training step takes with the same features and blocks, beside PixelCNN: `train.network` has the words. */
export const networkChoices: readonly Architecture[] = ['pixelcnn', 'row-lstm', 'diagonal-bilstm']

/** What the training form fills in; a field left empty is the engine's own choice. `train.effort` has the words. */
export interface Effort {
  readonly id: 'quick' | 'overnight' | 'paper'
  readonly network: Readonly<Record<Architecture, NetworkSize>>
  readonly minutes: number | undefined
  /** Undefined leaves it to the engine. */
  readonly average: number | undefined
}

interface NetworkSize {
  readonly hidden: number
  readonly layers: number
}

/** The LSTMs do more with as many features, and take longer: fewer blocks learn more in the same time. */
function networkSizes(pixelcnn: NetworkSize, lstm: NetworkSize): Effort['network'] {
  return { pixelcnn, 'row-lstm': lstm, 'diagonal-bilstm': lstm }
}

export const efforts: readonly Effort[] = [
  {
    id: 'quick',
    network: networkSizes({ hidden: 16, layers: 4 }, { hidden: 16, layers: 2 }),
    minutes: 10,
    average: undefined,
  },
  {
    id: 'overnight',
    network: networkSizes({ hidden: 32, layers: 7 }, { hidden: 16, layers: 7 }),
    minutes: 480,
    average: undefined,
  },
  {
    id: 'paper',
    network: networkSizes({ hidden: 128, layers: 15 }, { hidden: 128, layers: 12 }),
    minutes: undefined,
    average: 0,
  },
]

/**
 * How a model that knows something already is taught more, gently: the rates that a new one begins with throw it far off
 * at once. docs/results.md has what it comes to.
 */
export const fineTuning = {
  optimizer: 'adam',
  schedule: 'cosine',
  learningRate: 0.00005,
  warmUp: 20,
  average: 0.95,
  minutes: 30,
} as const

export const optimizerChoices = optimizers
export const scheduleChoices = schedules

export const sizes = [28, 32, 48, 64] as const

export const levelChoices = [2, 16, 64, 256] as const

/** Images a step where nobody chose: the engine's own number. */
export const usualBatch = 16
/** What the average of the weights keeps of itself where nobody chose. */
export const usualAverage = 0.999
/** Checkpoints that are kept where nobody chose. */
export const usualKeep = 2

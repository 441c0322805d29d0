import type { Architecture } from '../../shared/model/configuration'
import type { OptimizerName, ScheduleName } from '../../shared/training'

/** When to choose which network. How much slower: a training step with the same features and blocks. */
export const networkChoices: readonly { readonly value: Architecture; readonly detail: string }[] = [
  { value: 'pixelcnn', detail: 'Quickest. Misses some of what is above.' },
  { value: 'row-lstm', detail: 'Sees a widening triangle above. 3 times as slow.' },
  { value: 'diagonal-bilstm', detail: 'Sees all that came before. 6 times as slow.' },
]

/** What the training form fills in; a field left empty is the engine's own choice. */
export interface Effort {
  readonly id: 'quick' | 'hours' | 'paper'
  readonly label: string
  readonly hint: string
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
    label: 'Quick look',
    hint: 'Ten minutes. Enough to see strokes and edges appear.',
    network: networkSizes({ hidden: 16, layers: 4 }, { hidden: 16, layers: 2 }),
    minutes: 10,
    average: undefined,
  },
  {
    id: 'hours',
    label: 'A few hours',
    hint: 'Three hours, and a larger network. Shapes hold together.',
    network: networkSizes({ hidden: 32, layers: 7 }, { hidden: 16, layers: 7 }),
    minutes: 180,
    average: undefined,
  },
  {
    id: 'paper',
    label: 'As in the paper',
    hint: 'The size the authors used, until validation no longer falls. Days, without a fast GPU.',
    network: networkSizes({ hidden: 128, layers: 15 }, { hidden: 128, layers: 12 }),
    minutes: undefined,
    average: 0,
  },
]

export const optimizerChoices: readonly { value: OptimizerName; label: string; title: string }[] = [
  { value: 'rmsprop', label: 'RMSProp', title: 'As in the paper' },
  { value: 'adam', label: 'Adam', title: 'Remembers the direction of earlier steps too' },
]

export const scheduleChoices: readonly { value: ScheduleName; label: string; title: string }[] = [
  { value: 'constant', label: 'Constant', title: 'The rate stays as it is' },
  { value: 'step', label: 'Steps', title: 'A tenth after half of the training, again after three quarters' },
  { value: 'cosine', label: 'Cosine', title: 'Falls smoothly to a hundredth at the end' },
]

export const flipChoices = [
  {
    value: 'no',
    label: 'As they are',
    title: 'Right for digits, letters and anything with a left and a right',
  },
  { value: 'yes', label: 'Also mirrored', title: 'Twice the images, where left and right are alike' },
] as const

export const sizes = [28, 32, 48, 64] as const

export const levelChoices = [
  { levels: 2, label: 'Black and white', hint: 'For digits, drawings and letters. Learns fastest.' },
  { levels: 16, label: '16 tones', hint: 'Soft shading, still quick to learn.' },
  { levels: 64, label: '64 tones', hint: 'Smooth, with faint bands in skies.' },
  { levels: 256, label: 'All 256 tones', hint: 'As in the photo. Learns slowest.' },
] as const

import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'

export interface NamedModel {
  readonly name: string
  readonly configuration: ModelConfiguration
}

const both = { residual: true, skip: true } as const
const digits = { ...both, channels: 1, levels: 2, size: 28, outputFeatures: 32 } as const
const photos = { ...both, channels: 3, levels: 256, size: 32, outputFeatures: 1024 } as const

const titles: Readonly<Record<Architecture, string>> = {
  pixelcnn: 'PixelCNN',
  'row-lstm': 'Row LSTM',
  'diagonal-bilstm': 'Diagonal BiLSTM',
}

/**
 * The models of the paper's experiments on MNIST and CIFAR-10 (section 5.3 and table 5 have their sizes; of PixelCNN
 * and Row LSTM on MNIST it gives none, and these are ours).
 */
export const paperModels: readonly NamedModel[] = [
  model('MNIST', { ...digits, architecture: 'pixelcnn', hidden: 32, layers: 7 }),
  model('MNIST', { ...digits, architecture: 'row-lstm', hidden: 16, layers: 7 }),
  model('MNIST', { ...digits, architecture: 'diagonal-bilstm', hidden: 16, layers: 7 }),
  model('CIFAR-10', { ...photos, architecture: 'pixelcnn', hidden: 128, layers: 15 }),
  model('CIFAR-10', { ...photos, architecture: 'row-lstm', hidden: 128, layers: 12 }),
  model('CIFAR-10', { ...photos, architecture: 'diagonal-bilstm', hidden: 128, layers: 12 }),
]

/** Images of a training step, as in the paper. */
export const paperBatch = 16

function model(data: string, configuration: ModelConfiguration): NamedModel {
  const { architecture, hidden, layers } = configuration
  return { name: `${data}, ${titles[architecture]}, ${layers} layers, h ${hidden}`, configuration }
}

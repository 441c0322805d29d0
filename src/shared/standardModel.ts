import type { ModelConfiguration } from './model/configuration'

/** What runtimes are compared by: small enough for the slowest of them. Changing it changes what figures mean. */
export const standardModel: { readonly name: string; readonly configuration: ModelConfiguration } = {
  name: 'PixelCNN 14x14',
  configuration: {
    architecture: 'pixelcnn',
    channels: 1,
    levels: 2,
    size: 14,
    hidden: 16,
    layers: 7,
    outputFeatures: 32,
    residual: true,
    skip: false,
  },
}

/** Images of a training step that is timed. */
export const standardBatch = 16

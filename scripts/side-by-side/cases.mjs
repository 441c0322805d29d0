/**
 * A training step to measure.
 * @typedef {{ name: string, configuration: Record<string, unknown>, batch: number, threads: number, bar?: Record<string, number> }} Case
 */

const both = { residual: true, skip: true }
const digits = { ...both, channels: 1, levels: 2, size: 28, layers: 7, outputFeatures: 32 }

/** The models whose speed is promised, as ratios to PyTorch's. */
export const models = {
  pixelcnn: {
    name: 'PixelCNN 28x28, h 32, 7 blocks',
    configuration: { ...digits, architecture: 'pixelcnn', hidden: 32 },
    bar: { native: 1.5, wasm: 0.3 },
  },
  rgb: {
    name: 'PixelCNN 32x32 RGB, 256 levels, h 64, 12 blocks',
    configuration: {
      ...both,
      architecture: 'pixelcnn',
      channels: 3,
      levels: 256,
      size: 32,
      hidden: 64,
      layers: 12,
      outputFeatures: 256,
    },
    bar: { native: 1.3, wasm: 0.3 },
  },
  'row-lstm': {
    name: 'Row LSTM 28x28, h 16, 7 blocks',
    configuration: { ...digits, architecture: 'row-lstm', hidden: 16 },
    bar: { native: 3, wasm: 1 },
  },
  'diagonal-bilstm': {
    name: 'Diagonal BiLSTM 28x28, h 16, 7 blocks',
    configuration: { ...digits, architecture: 'diagonal-bilstm', hidden: 16 },
    bar: { native: 8, wasm: 3 },
  },
}

/** @typedef {keyof typeof models} ModelName */

/**
 * Every combination of what is asked for.
 * @param {{ only: readonly string[], batches: readonly number[], sizes: readonly (number | undefined)[], threads: readonly number[] }} wanted
 * @returns {Case[]}
 */
export function casesOf({ only, batches, sizes, threads }) {
  return only.flatMap((key) => {
    if (!Object.hasOwn(models, key)) {
      throw new Error(`There is no model ${key}; there are ${Object.keys(models).join(', ')}.`)
    }
    const { name, configuration, bar } = models[/** @type {ModelName} */ (key)]
    return sizes.flatMap((size) =>
      batches.flatMap((batch) =>
        threads.map((count) => ({
          name: size === undefined ? name : `${name} at ${size}x${size}`,
          configuration: { ...configuration, ...(size !== undefined && { size }) },
          batch,
          threads: count,
          // What is promised is promised of this.
          ...(size === undefined && batch === 16 && count === 2 && { bar }),
        })),
      ),
    )
  })
}

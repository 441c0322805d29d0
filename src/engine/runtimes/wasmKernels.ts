import * as tf from '@tensorflow/tfjs'

interface CountedBackend {
  incRef(dataId: object): void
}

/**
 * tfjs' WebAssembly backend copies a tensor's numbers for every clone, and keeps clones of all that a
 * gradient needs: a tenth of a training step. As in the other backends, a clone shares its numbers here.
 */
export function shareClones(): void {
  tf.unregisterKernel('Identity', 'wasm')
  tf.registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const x = inputs['x'] as tf.TensorInfo
      ;(backend as CountedBackend).incRef(x.dataId)
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
    },
  })
}

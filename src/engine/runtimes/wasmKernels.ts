import * as tf from '@tensorflow/tfjs'

/** What tfjs' WebAssembly backend offers kernels that are written in JavaScript. */
interface WasmBackend {
  incRef(dataId: object): void
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo
  /** The tensor's numbers where they lie, not a copy. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array
}

/**
 * Replaces three of tfjs' WebAssembly kernels that do more than they need. A clone copied all its numbers,
 * and all that a gradient needs is kept as clones; a slice first copied what it was cut from: together
 * that was a quarter of a training step. To gather rows took fifty times as long as to copy them: a third
 * of a training step along diagonals.
 */
export function replaceSlowKernels(): void {
  replace('Identity', () => ({ inputs, backend }) => {
    const x = inputs['x'] as tf.TensorInfo
    ;(backend as WasmBackend).incRef(x.dataId)
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype }
  })

  replace('Slice', (original) => (call) => {
    const x = call.inputs['x'] as tf.TensorInfo
    const { begin, size } = call.attrs as { begin?: unknown; size?: unknown }
    const rows = x.shape[0] ?? 0
    const columns = x.shape[1] ?? 1
    const [firstRow = 0, firstColumn = 0] = Array.isArray(begin) ? (begin as number[]) : []
    const [height = -1, width = x.shape.length === 1 ? 1 : -1] = Array.isArray(size) ? (size as number[]) : []
    const inside =
      firstRow >= 0 && firstColumn >= 0 && firstRow + height <= rows && firstColumn + width <= columns
    if (x.dtype !== 'float32' || x.shape.length > 2 || height < 0 || width < 0 || !inside)
      return original(call)
    const backend = call.backend as WasmBackend
    const output = backend.makeOutput(x.shape.length === 1 ? [height] : [height, width], x.dtype)
    const from = backend.typedArrayFromHeap(x)
    const to = backend.typedArrayFromHeap(output)
    if (width === columns) {
      to.set(from.subarray(firstRow * columns, (firstRow + height) * columns))
    } else {
      for (let row = 0; row < height; row++) {
        const start = (firstRow + row) * columns + firstColumn
        to.set(from.subarray(start, start + width), row * width)
      }
    }
    return output
  })

  replace('GatherV2', (original) => (call) => {
    const x = call.inputs['x'] as tf.TensorInfo
    const indices = call.inputs['indices'] as tf.TensorInfo
    const { axis, batchDims } = call.attrs as { axis?: unknown; batchDims?: unknown }
    const plain = x.dtype === 'float32' && indices.dtype === 'int32' && axis === 0 && batchDims === 0
    if (!plain || indices.shape.length !== 1) return original(call)
    const backend = call.backend as WasmBackend
    const [rows = 0, ...rest] = x.shape
    const width = rest.reduce((product, n) => product * n, 1)
    const output = backend.makeOutput([...indices.shape, ...rest], x.dtype)
    const from = backend.typedArrayFromHeap(x)
    const to = backend.typedArrayFromHeap(output)
    // Views on the heap, of whatever the tensor holds: here whole numbers.
    backend.typedArrayFromHeap(indices).forEach((row, i) => {
      if (row < 0 || row >= rows) throw new Error(`row ${row} of ${rows} can't be gathered`)
      if (width === 1) to[i] = from[row] ?? NaN
      else to.set(from.subarray(row * width, (row + 1) * width), i * width)
    })
    return output
  })
}

function replace(kernelName: string, create: (original: tf.KernelFunc) => tf.KernelFunc): void {
  const original = tf.getKernel(kernelName, 'wasm')
  tf.unregisterKernel(kernelName, 'wasm')
  tf.registerKernel({ ...original, kernelName, backendName: 'wasm', kernelFunc: create(original.kernelFunc) })
}

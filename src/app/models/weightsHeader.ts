import { open } from 'node:fs/promises'
import { z } from 'zod'
import { PixelloomError } from '../../shared/errors'

const tensorSchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
})

/** No header of ours comes near: a larger number means that this is no safetensors file. */
const largestHeader = 16 * 1024 * 1024

const lengthBytes = 8

export interface WeightsHeader {
  /** Number of weights over all tensors. */
  readonly parameters: number
  /** Size of the file. */
  readonly bytes: number
}

/**
 * What lists need of a weights file, without reading the weights: a safetensors file starts with the
 * length of its JSON header. `model-damaged` where header and size don't fit together.
 */
export async function readWeightsHeader(path: string): Promise<WeightsHeader> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const start = new DataView(new ArrayBuffer(lengthBytes))
    if (size < lengthBytes) throw damaged(path, 'it is cut off')
    await file.read(start, 0, lengthBytes, 0)
    const length = Number(start.getBigUint64(0, true))
    if (length > largestHeader || lengthBytes + length > size) throw damaged(path, 'it is cut off')
    const header = new Uint8Array(length)
    await file.read(header, 0, length, lengthBytes)
    const tensors = parse(new TextDecoder().decode(header), path)
    const end = tensors.reduce((far, tensor) => Math.max(far, tensor.data_offsets[1]), 0)
    if (lengthBytes + length + end > size) throw damaged(path, 'it is cut off')
    const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
    return { parameters, bytes: size }
  } finally {
    await file.close()
  }
}

function parse(text: string, path: string): z.infer<typeof tensorSchema>[] {
  try {
    const header = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    return Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([, tensor]) => tensorSchema.parse(tensor))
  } catch (cause) {
    throw damaged(path, 'its header is not one of a safetensors file', cause)
  }
}

function damaged(path: string, reason: string, cause?: unknown): PixelloomError {
  return new PixelloomError('model-damaged', `The weights can't be read: ${reason}.`, path, { cause })
}

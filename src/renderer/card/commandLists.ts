import { type CommandList, numbersEach } from '../../shared/remoteGpu/calls'
import type { CardObjects } from './cardObjects'

/** Encodes a list that is kept as numbers, once more: WebGPU has no commands that can be submitted twice. */
export function encodeList(device: GPUDevice, list: CommandList, objects: CardObjects): GPUCommandBuffer {
  const encoder = device.createCommandEncoder()
  if (list.kind === 'copies') {
    for (const [source, from, target, to, bytes] of inRows(list)) {
      const ends = [objects.get('buffer', source), objects.get('buffer', target)] as const
      encoder.copyBufferToBuffer(ends[0], from, ends[1], to, bytes)
    }
    return encoder.finish()
  }
  const pass = encoder.beginComputePass()
  for (const [pipeline, group, offset, x, y, z] of inRows(list)) {
    pass.setPipeline(objects.get('pipeline', pipeline))
    pass.setBindGroup(0, objects.get('bindGroup', group), [offset])
    pass.dispatchWorkgroups(x, y, z)
  }
  pass.end()
  return encoder.finish()
}

type Row = readonly [number, number, number, number, number, number]

/** Its commands; of shorter ones the last numbers mean nothing. */
function* inRows({ kind, numbers }: CommandList): Generator<Row> {
  const each = numbersEach[kind]
  for (let i = 0; i + each <= numbers.length; i += each) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers.slice(i, i + each)
    yield [a, b, c, d, e, f]
  }
}

import type { CommandList } from '../../../../shared/remoteGpu/calls'
import { idOf, posing } from './remoteObject'

/** Commands that were encoded, and will be sent where nobody has sent the same before. */
export class RemoteCommands implements Pick<GPUCommandBuffer, 'label'> {
  readonly label = ''

  constructor(readonly lists: readonly CommandList[]) {}
}

/** Takes commands down as numbers. */
export class RemoteEncoder implements Pick<
  GPUCommandEncoder,
  'beginComputePass' | 'copyBufferToBuffer' | 'finish'
> {
  private readonly lists: { kind: CommandList['kind']; numbers: number[] }[] = []

  beginComputePass(): GPUComputePassEncoder {
    return posing<GPUComputePassEncoder>(new RemotePass(this.list('dispatches')))
  }

  copyBufferToBuffer(source: GPUBuffer, ...rest: unknown[]): undefined {
    const [from, target, to, bytes] = rest
    if (
      typeof from !== 'number' ||
      typeof to !== 'number' ||
      typeof bytes !== 'number' ||
      !isObject(target)
    ) {
      throw new TypeError('a copy names both offsets and its size')
    }
    const last = this.lists.at(-1)
    const { numbers } = last?.kind === 'copies' ? { numbers: last.numbers } : { numbers: this.list('copies') }
    numbers.push(idOf(source), from, idOf(target), to, bytes)
    return undefined
  }

  finish(): GPUCommandBuffer {
    return posing<GPUCommandBuffer>(
      new RemoteCommands(this.lists.filter(({ numbers }) => numbers.length > 0)),
    )
  }

  private list(kind: CommandList['kind']): number[] {
    const numbers: number[] = []
    this.lists.push({ kind, numbers })
    return numbers
  }
}

/** A pass whose dispatches each name their pipeline and group, with one dynamic offset. */
class RemotePass implements Pick<
  GPUComputePassEncoder,
  'setPipeline' | 'setBindGroup' | 'dispatchWorkgroups' | 'end'
> {
  private pipeline = 0
  private group = 0
  private offset = 0

  constructor(private readonly numbers: number[]) {}

  setPipeline(pipeline: GPUComputePipeline): undefined {
    this.pipeline = idOf(pipeline)
    return undefined
  }

  setBindGroup(index: number, group: GPUBindGroup | null, offsets?: Iterable<number>): undefined {
    if (index !== 0 || !group) throw new TypeError('there is one bind group, of index 0')
    this.group = idOf(group)
    this.offset = [...(offsets ?? [])][0] ?? 0
    return undefined
  }

  dispatchWorkgroups(x: number, y = 1, z = 1): undefined {
    this.numbers.push(this.pipeline, this.group, this.offset, x, y, z)
    return undefined
  }

  end(): undefined {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

import type { Line } from './line'
import { RemoteObject } from './remoteObject'

/** A buffer on a device elsewhere; mapped, for reading alone, it is a copy here. */
export class RemoteBuffer
  extends RemoteObject
  implements Pick<GPUBuffer, 'size' | 'usage' | 'mapAsync' | 'getMappedRange' | 'unmap' | 'destroy'>
{
  private mapped: { readonly at: number; readonly bytes: ArrayBuffer } | undefined

  constructor(
    id: number,
    private readonly line: Line,
    readonly size: number,
    readonly usage: number,
    private readonly onDestroy: () => void,
  ) {
    super(id)
  }

  /** `mode` is the one in which these are used, reading. */
  async mapAsync(_mode: number, offset = 0, size = this.size - offset): Promise<undefined> {
    const question = { call: 'read', to: this.line.newId(), buffer: this.id, offset, size } as const
    this.mapped = { at: offset, bytes: (await this.line.read(question)).buffer }
    return undefined
  }

  getMappedRange(offset = 0, size = this.size - offset): ArrayBuffer {
    if (!this.mapped) throw new Error('the buffer is not mapped')
    const { at, bytes } = this.mapped
    return at === offset && bytes.byteLength === size ? bytes : bytes.slice(offset - at, offset - at + size)
  }

  unmap(): undefined {
    this.mapped = undefined
    return undefined
  }

  destroy(): undefined {
    this.onDestroy()
    return undefined
  }
}

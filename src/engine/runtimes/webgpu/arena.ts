import { failure } from '../../../shared/errors'
import { type OpenDevice, wordBytes } from './device'
import type { Dispatch } from './dispatches'
import { WorkOrder } from './workOrder'

// As the standard numbers them: Node has no global of these before Dawn is loaded.
const [mapRead, copySource, copyTarget, uniform, storage] = [0x1, 0x4, 0x8, 0x40, 0x80]
/** Dispatches of one submission: a driver resets a card that a submission keeps for seconds. */
const submitted = 64

/** A list of dispatches whose words lie on the device. */
export interface Recorded {
  readonly dispatches: readonly Dispatch[]
  readonly group: GPUBindGroup
  readonly words: GPUBuffer
}

/**
 * Memory on a device as a plan lays it out, in floats, with its tables, and what runs in it. All that is asked of it happens
 * in its order: what comes after kernels that are still being compiled waits with them.
 */
export class Arena {
  readonly bytes: number
  private readonly floats: GPUBuffer
  private readonly tables: GPUBuffer
  private scratch: GPUBuffer | undefined
  private readonly recorded = new Set<Recorded>()
  /** Buffers that nothing is being read by: parts of what runs on may be read at the same time. */
  private idle: GPUBuffer[] = []
  /** Whether the card had no memory for one of its buffers. */
  private isShort = false
  private readonly order = new WorkOrder()

  constructor(
    private readonly open: OpenDevice,
    floats: number,
    tables: Int32Array,
    private readonly scratchFloats: number,
  ) {
    this.bytes = 4 * (floats + Math.max(1, tables.length) + scratchFloats)
    this.floats = this.buffer(4 * floats, storage | copySource | copyTarget)
    this.tables = this.buffer(4 * tables.length, storage | copyTarget)
    this.open.device.queue.writeBuffer(this.tables, 0, tables)
  }

  /** Puts floats in, `at` floats from the begin. */
  write(at: number, values: Float32Array): void {
    this.put(this.floats, 4 * at, values)
  }

  /** Puts whole numbers into the tables. */
  writeTable(at: number, values: Int32Array): void {
    this.put(this.tables, 4 * at, values)
  }

  /** Gets dispatches ready to be run again and again. */
  record(dispatches: readonly Dispatch[]): Recorded {
    const { device, layout } = this.open
    this.scratch ??= this.buffer(4 * this.scratchFloats, storage)
    const words = this.buffer(wordBytes * dispatches.length, uniform | copyTarget)
    const all = new Int32Array((wordBytes / 4) * dispatches.length)
    dispatches.forEach((dispatch, i) => all.set(dispatch.words, (wordBytes / 4) * i))
    device.queue.writeBuffer(words, 0, all)
    const group = device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: this.floats } },
        { binding: 1, resource: { buffer: this.tables } },
        { binding: 2, resource: { buffer: words, size: wordBytes } },
        { binding: 3, resource: { buffer: this.scratch } },
      ],
    })
    const recorded = { dispatches, group, words }
    this.recorded.add(recorded)
    return recorded
  }

  /** Frees what was recorded. */
  forget(recorded: Recorded): void {
    this.order.then(() => recorded.words.destroy())
    this.recorded.delete(recorded)
  }

  /**
   * Runs them, or those [from, to), each after what the one before has written; so many of them in a submission.
   */
  run(
    { dispatches, group }: Recorded,
    { from = 0, to = dispatches.length, together = submitted } = {},
  ): void {
    const { device, pipelines } = this.open
    this.order.after(pipelines.prepare(dispatches.slice(from, to).map(({ kernel }) => kernel)))
    this.order.then(() => {
      for (let begin = from; begin < to; begin += together) {
        const encoder = device.createCommandEncoder()
        const pass = encoder.beginComputePass()
        dispatches.slice(begin, Math.min(to, begin + together)).forEach(({ kernel, groups }, i) => {
          pass.setPipeline(pipelines.get(kernel))
          pass.setBindGroup(0, group, [wordBytes * (begin + i)])
          pass.dispatchWorkgroups(...groups)
        })
        pass.end()
        device.queue.submit([encoder.finish()])
      }
    })
  }

  /** Copies of parts of the floats, once all that was submitted is done. */
  async read(parts: readonly { readonly at: number; readonly length: number }[]): Promise<Float32Array[]> {
    const { device } = this.open
    const total = parts.reduce((sum, { length }) => sum + length, 0)
    const readback = this.readback(4 * total)
    const copy = (): Promise<undefined> => {
      const encoder = device.createCommandEncoder()
      let to = 0
      for (const { at, length } of parts) {
        encoder.copyBufferToBuffer(this.floats, 4 * at, readback, 4 * to, 4 * length)
        to += length
      }
      device.queue.submit([encoder.finish()])
      return readback.mapAsync(1, 0, 4 * total)
    }
    try {
      await this.order.ask(copy)
    } catch (thrown) {
      readback.destroy()
      const cause = await this.open.explained(thrown)
      throw this.isShort && cause === thrown
        ? failure('training.noMemory', { gigabytes: this.bytes / 2 ** 30 }, undefined, { cause })
        : cause
    }
    const all = new Float32Array(readback.getMappedRange(0, 4 * total)).slice()
    readback.unmap()
    this.idle.push(readback)
    let to = 0
    return parts.map(({ length }) => all.subarray(to, (to += length)))
  }

  dispose(): void {
    this.order.drop()
    for (const recorded of this.recorded) recorded.words.destroy()
    this.recorded.clear()
    for (const buffer of [this.floats, this.tables, this.scratch, ...this.idle]) buffer?.destroy()
  }

  private put(buffer: GPUBuffer, at: number, values: Float32Array | Int32Array): void {
    const { queue } = this.open.device
    // Whoever has them may use them for something else meanwhile.
    const lasting = this.order.isWaiting ? values.slice() : values
    this.order.then(() => queue.writeBuffer(buffer, at, lasting))
  }

  /** One that isn't in use and large enough; those that are too small make room for it. */
  private readback(bytes: number): GPUBuffer {
    const found = this.idle.find(({ size }) => size >= bytes)
    if (found) {
      this.idle = this.idle.filter((buffer) => buffer !== found)
      return found
    }
    for (const buffer of this.idle) buffer.destroy()
    this.idle = []
    return this.buffer(bytes, copyTarget | mapRead)
  }

  private buffer(bytes: number, usage: number): GPUBuffer {
    const { device } = this.open
    device.pushErrorScope('out-of-memory')
    const buffer = device.createBuffer({ size: Math.max(16, bytes), usage })
    void device.popErrorScope().then(
      (error) => void (this.isShort ||= error !== null),
      // Of a lost device nothing more is heard; reading tells.
      () => undefined,
    )
    return buffer
  }
}

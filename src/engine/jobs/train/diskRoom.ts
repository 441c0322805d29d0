import { failure, PixelloomError } from '../../../shared/errors'
import { note } from '../../../shared/jobEvents'
import type { JobContext } from '../context'

/** Bytes that are left alone: a disk that is full to the last byte stops more than a training. */
const reserve = 32 * 2 ** 20
/** Checkpoints that there should be room for, or a person is told. */
const warnBelow = 5

/** Writes that wait for room instead of ending a training, and a warning before there is none. */
export class DiskRoom {
  #warned = false

  /** `pauses`: whether somebody is there to make room and to ask to go on. */
  constructor(
    private readonly context: Pick<JobContext, 'host' | 'gate' | 'emit'>,
    private readonly folder: string,
    private readonly pauses: boolean,
  ) {}

  /**
   * Writes, once there are so many bytes for it. Where there are not, or writing fails: the error, or, where
   * somebody is there, a pause that tells it, and another try when the job is to go on. Undefined where it was cancelled
   * while it waited: nothing was written then.
   */
  async write<T>(bytes: number, write: () => Promise<T>): Promise<T | undefined> {
    const { gate, emit } = this.context
    for (;;) {
      try {
        await this.#check(bytes)
        return await write()
      } catch (thrown) {
        if (!this.pauses || !(thrown instanceof PixelloomError) || thrown.code !== 'disk') throw thrown
        if (this.#cancelled()) return undefined
        emit({ type: 'trouble', error: thrown.toValue() })
        gate.pause()
        await gate.pass()
        if (this.#cancelled()) return undefined
        emit({ type: 'trouble' })
      }
    }
  }

  #cancelled(): boolean {
    return this.context.gate.signal.aborted
  }

  async #check(bytes: number): Promise<void> {
    const free = await this.context.host.storage.free?.(this.folder)
    if (free === undefined || bytes === 0) return
    if (free < bytes + reserve) {
      throw failure('training.disk', { needed: bytes, free, folder: this.folder }, this.folder)
    }
    const room = Math.floor((free - reserve) / bytes)
    if (room < warnBelow && !this.#warned) {
      this.#warned = true
      this.context.emit(note('notes.disk', { free, needed: bytes }))
    }
  }
}

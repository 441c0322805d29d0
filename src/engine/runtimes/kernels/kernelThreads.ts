import { Worker } from 'node:worker_threads'
import { failure, PixelloomError } from '../../../shared/errors'
import type { KernelCall, KernelMemory, Kernels } from '../../plans/kernels'
import type { KernelLibrary, LibraryMemory, RunCall } from './library'
import { SpareMemory } from './spareMemory'
import source from './worker.cjs?raw'

/** Where what lies in the whole numbers that threads share; statuses are one a thread, to the end. */
const places = {
  /** Counts runs: workers wait for it to change. */
  generation: 0,
  /** Workers that are not done with the run: the caller waits for it to be 0. */
  remaining: 1,
  /** Counts messages that were sent to each worker. */
  messages: 2,
  closing: 3,
  /** What a thread's call ended with: 0, as RunCall has it, or -1 where it threw, -2 without memory. */
  statuses: 4,
  /** Numbers of a call: memory, local, program, words, first, images. */
  callLength: 6,
  /** Bytes of text that tell why a thread's call threw. */
  reasonLength: 256,
} as const

/** Turns of an empty loop, some tens of microseconds, before a thread goes to sleep. */
const spins = 5000

interface Attached {
  readonly number: number
  readonly run: RunCall
}

/**
 * Kernels on threads. The caller's thread does the first share of each run itself and waits for the others; they
 * sleep between runs and never keep the process alive.
 */
export class KernelThreads implements Kernels {
  readonly panel: number
  readonly lanes: number
  readonly threads: number
  private readonly control: Int32Array
  private readonly calls: Float64Array
  private readonly reasons: Uint8Array
  private readonly attached = new Map<KernelMemory, Attached>()
  private readonly spare = new SpareMemory()
  private made = 0
  private closed = false

  private constructor(
    readonly library: KernelLibrary,
    threads: number,
    private readonly workers: Worker[],
    { control, calls, reasons }: { control: Int32Array; calls: Float64Array; reasons: Uint8Array },
  ) {
    this.panel = library.panel
    this.lanes = library.lanes
    this.threads = threads
    this.control = control
    this.calls = calls
    this.reasons = reasons
  }

  /** Starts `threads` - 1 workers, and is there when all are; one thread where memory can't be shared. */
  static async start(library: KernelLibrary, threads: number): Promise<KernelThreads> {
    const count = library.sharesMemory ? threads : 1
    const control = new Int32Array(new SharedArrayBuffer(4 * (places.statuses + count)))
    const calls = new Float64Array(new SharedArrayBuffer(8 * places.callLength * count))
    const reasons = new Uint8Array(new SharedArrayBuffer(places.reasonLength * count))
    const workers = Array.from({ length: count - 1 }, (_, i) => {
      const workerData = { thread: i + 1, control, calls, reasons, places, source: library.source, spins }
      return new Worker(source, { eval: true, workerData, name: `kernels ${i + 1}` })
    })
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise((resolve, reject) => {
            worker.once('message', resolve)
            worker.once('error', reject)
          }),
      ),
    )
    for (const worker of workers) {
      worker.removeAllListeners('message')
      worker.unref()
    }
    return new KernelThreads(library, count, workers, { control, calls, reasons })
  }

  allocate(bytes: number): KernelMemory {
    const memory = this.spare.take(bytes)
    // In floats: fewer elements than an array may have.
    if (memory) new Float32Array(memory.buffer, memory.base, Math.ceil(bytes / 4)).fill(0)
    return memory ?? this.allocateAnew(bytes)
  }

  free(memory: KernelMemory): void {
    if (this.attached.has(memory)) this.spare.keep(memory)
  }

  run(memory: KernelMemory, calls: readonly KernelCall[]): void {
    const attached = this.spare.has(memory) ? undefined : this.attached.get(memory)
    const [own, ...others] = calls
    if (!attached || !own || calls.length !== this.threads || this.closed) {
      throw new PixelloomError(
        'internal',
        'Kernels were called with memory or threads that they do not have.',
      )
    }
    const { control } = this
    others.forEach(({ local, program, words, first, images }, i) => {
      this.calls.set([attached.number, local, program, words, first, images], (i + 1) * places.callLength)
    })
    Atomics.store(control, places.remaining, others.length)
    Atomics.add(control, places.generation, 1)
    if (others.length > 0) Atomics.notify(control, places.generation)
    Atomics.store(control, places.statuses, this.runOwn(attached.run, own))
    this.awaitOthers()
    for (let thread = 0; thread < this.threads; thread++) {
      const status = control[places.statuses + thread]
      if (status !== 0) {
        const place = this.reasons.slice(thread * places.reasonLength, (thread + 1) * places.reasonLength)
        const why = status === -1 ? ` (${new TextDecoder().decode(place).trim()})` : ''
        const message = `Kernels stopped with status ${status} on thread ${thread}${why}. Choose another runtime with --runtime.`
        throw new PixelloomError('internal', message)
      }
    }
  }

  /** Ends all threads; resolves when they are gone. */
  async dispose(): Promise<void> {
    if (this.closed) return
    this.closed = true
    this.attached.clear()
    const gone = this.workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
    Atomics.store(this.control, places.closing, 1)
    Atomics.add(this.control, places.generation, 1)
    Atomics.notify(this.control, places.generation)
    for (const worker of this.workers) worker.ref()
    await Promise.all(gone)
  }

  private allocateAnew(bytes: number): KernelMemory {
    for (const memory of this.spare.empty()) {
      const number = this.attached.get(memory)?.number
      this.attached.delete(memory)
      this.tell(() => ({ number }))
    }
    const { library, threads } = this
    let memory: LibraryMemory
    try {
      memory = library.allocate(bytes, threads)
    } catch {
      throw failure('training.noMemory', { gigabytes: bytes / 2 ** 30 })
    }
    const number = ++this.made
    this.attached.set(memory, { number, run: memory.attach(0) })
    this.tell((thread) => ({ number, memory: memory.forThread(thread) }))
    return memory
  }

  private runOwn(run: RunCall, call: KernelCall): number {
    try {
      return run(call)
    } catch (thrown) {
      const place = this.reasons.subarray(0, places.reasonLength)
      new TextEncoder().encodeInto(String(thrown).padEnd(places.reasonLength), place)
      return -1
    }
  }

  private awaitOthers(): void {
    const { control } = this
    const { remaining } = places
    for (let i = 0; i < spins && Atomics.load(control, remaining) > 0; i++);
    for (let left = Atomics.load(control, remaining); left > 0; left = Atomics.load(control, remaining)) {
      Atomics.wait(control, remaining, left)
    }
  }

  /** Sends each worker a message, which it reads before its next call. */
  private tell(message: (thread: number) => object): void {
    this.workers.forEach((worker, i) => worker.postMessage(message(i + 1)))
    Atomics.add(this.control, places.messages, 1)
  }
}

import type { ByteChannel } from '../../../../shared/remoteGpu/byteChannel'
import type { Call, Order, Question } from '../../../../shared/remoteGpu/calls'
import { decodeFrame, encodeFrame, longestBody } from '../../../../shared/remoteGpu/frames'
import { type Reply, replySchema } from '../../../../shared/remoteGpu/replies'

type Answer<R extends Reply['reply']> = Extract<Reply, { reply: R }>

interface Waiting {
  readonly expected: Reply['reply']
  /** Where bytes come in, and how many are there. */
  readonly bytes?: { readonly all: Uint8Array; got: number }
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/**
 * The engine's end of a line to a page with a graphics card: gathers calls, sends those of one turn together, and sorts
 * the answers. A page that answers what nobody asked is hung up on; then, as when it goes away, every question ends with
 * an error and `closed` resolves.
 */
export class Line {
  /** Resolves with why, a clause. */
  readonly closed: Promise<string>
  /** Hears of devices that are lost, by number. */
  onLost: (device: number, message: string) => void = () => undefined
  private why: string | undefined
  private tellClosed: (why: string) => void = () => undefined
  private lastId = 0
  private calls: Call[] = []
  private bodies: Uint8Array[] = []
  private bodyBytes = 0
  private readonly waiting = new Map<number, Waiting>()

  constructor(private readonly channel: ByteChannel) {
    this.closed = new Promise((resolve) => (this.tellClosed = resolve))
    channel.onMessage((bytes) => this.receive(bytes))
    channel.onClosed(() => this.end('the page that has the card is gone'))
  }

  get isClosed(): boolean {
    return this.why !== undefined
  }

  /** A number for an object. */
  newId(): number {
    return ++this.lastId
  }

  tell(order: Order, body?: Uint8Array): void {
    if (this.isClosed) return
    // What would be too much at once goes in several messages.
    if (this.bodyBytes + (body?.length ?? 0) > longestBody) this.flush()
    if (this.calls.length === 0) queueMicrotask(() => this.flush())
    this.calls.push(order)
    if (!body) return
    // Whoever writes may change the array at once.
    this.bodies.push(body.slice())
    this.bodyBytes += body.length
  }

  /** Throws where it can't be done, or the line is closed. */
  ask<R extends Reply['reply']>(question: Question, expected: R): Promise<Answer<R>> {
    return this.put(question, expected) as Promise<Answer<R>>
  }

  /** The bytes that a question asks for, so many of them. */
  async read(question: Extract<Question, { call: 'read' }>): Promise<Uint8Array<ArrayBuffer>> {
    const all = new Uint8Array(question.size)
    await this.put(question, 'bytes', { all, got: 0 })
    return all
  }

  close(): void {
    this.end('it was given back')
  }

  private put(question: Question, expected: Reply['reply'], bytes?: Waiting['bytes']): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.why !== undefined) return reject(new Error(this.why))
      this.waiting.set(question.to, { expected, resolve, reject, ...(bytes && { bytes }) })
      if (this.calls.length === 0) queueMicrotask(() => this.flush())
      this.calls.push(question)
    })
  }

  private flush(): void {
    if (this.calls.length === 0 || this.isClosed) return
    const frame = encodeFrame(this.calls, this.bodies)
    this.calls = []
    this.bodies = []
    this.bodyBytes = 0
    this.channel.send(frame)
  }

  private receive(bytes: Uint8Array): void {
    if (this.isClosed) return
    const frame = decodeFrame(bytes)
    const parsed = replySchema.safeParse(frame?.header)
    if (!frame || !parsed.success || !this.take(parsed.data, frame.body)) {
      this.end('the page that has the card answered what it was not asked')
    }
  }

  /** False where it answers nothing that was asked. */
  private take(reply: Reply, body: Uint8Array): boolean {
    if (reply.reply === 'lost') {
      this.onLost(reply.device, reply.message)
      return body.length === 0
    }
    const waiting = this.waiting.get(reply.to)
    if (!waiting) return false
    if (reply.reply === 'bytes') {
      const { bytes } = waiting
      if (!bytes || body.length === 0 || bytes.got + body.length > bytes.all.length) return false
      bytes.all.set(body, bytes.got)
      bytes.got += body.length
      if (bytes.got < bytes.all.length) return true
    } else if (body.length > 0) return false
    this.waiting.delete(reply.to)
    if (reply.reply === 'failed') waiting.reject(new Error(reply.message))
    else if (reply.reply === waiting.expected) waiting.resolve(reply)
    else {
      waiting.reject(new Error('another question was answered'))
      return false
    }
    return true
  }

  private end(why: string): void {
    if (this.isClosed) return
    this.why = why
    const all = [...this.waiting.values()]
    this.waiting.clear()
    this.calls = []
    this.bodies = []
    this.channel.close()
    this.tellClosed(why)
    for (const { reject } of all) reject(new Error(why))
  }
}

// Electron's message ports, and their way into a utility process, whose stand-in is a child that no port can be sent to:
// what is said on a port goes over the child's own channel, with the port's number.
import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type Electron from 'electron'

/** What crosses to a child of a port, and back (utility.mjs). */
interface OnPort {
  readonly standInPort: number
  readonly with?: object
  readonly data?: unknown
  readonly closed?: true
}

/** One end of a line. What comes before `start` waits. */
export class MainPort
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  private static readonly inChildren: MainPort[] = []
  other: MainPort | undefined
  private isStarted = false
  private isClosed = false
  private readonly waiting: unknown[] = []

  postMessage(message: unknown): void {
    const { other } = this
    setImmediate(() => other?.receive(message))
  }

  start(): void {
    this.isStarted = true
    for (const data of this.waiting.splice(0)) this.emit('message', { data })
  }

  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.emit('close')
    this.other?.close()
  }

  private receive(data: unknown): void {
    if (this.isClosed) return
    if (this.isStarted) this.emit('message', { data })
    else this.waiting.push(data)
  }

  /** Passes on what a child says on a port; false where it is no such message. */
  static takesFromChild(message: unknown): boolean {
    const { standInPort, data, closed } = message as Partial<OnPort>
    if (standInPort === undefined) return false
    const port = MainPort.inChildren[standInPort]
    if (closed) port?.close()
    else port?.postMessage(data)
    return true
  }

  /** Hands this end to a child. */
  moveTo(child: ChildProcess, message: object): void {
    const standInPort = MainPort.inChildren.push(this) - 1
    const tell = (said: Partial<OnPort>): void => {
      if (child.connected) child.send({ standInPort, ...said }, () => undefined)
    }
    tell({ with: message })
    this.on('message', ({ data }: { data: unknown }) => tell({ data }))
    this.on('close', () => tell({ closed: true }))
    child.on('exit', () => this.close())
    this.start()
  }
}

export function portPair(): [MainPort, MainPort] {
  const [one, two] = [new MainPort(), new MainPort()]
  one.other = two
  two.other = one
  return [one, two]
}

export function postToChild(
  child: ChildProcess,
  message: object,
  [port]: readonly (object | undefined)[],
): void {
  if (port instanceof MainPort) port.moveTo(child, message)
  else child.send(message, () => undefined)
}

/** That there is no graphics card: the answer to an engine that asks for one first (src/shared/remoteGpu/frames.ts). */
export function noCard(asked: Uint8Array): Uint8Array {
  const length = new DataView(asked.buffer, asked.byteOffset).getUint32(0, true)
  const [question] = JSON.parse(new TextDecoder().decode(asked.subarray(4, 4 + length))) as { to: number }[]
  const words = Buffer.from(JSON.stringify({ reply: 'adapter', to: question?.to, adapter: null }))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(words.length)
  return new Uint8Array(Buffer.concat([size, words]))
}

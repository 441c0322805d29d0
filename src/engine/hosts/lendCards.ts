import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import { type FromEngine, fromEngineSchema } from '../protocol/messages'
import { lenderVariable } from './cardAsker'
import type { EngineChannel, SpawnEngine } from './channel'

/**
 * Finds a page that lends its card to a process that asks; `again` where one that it had was lost. Undefined: there is
 * none, and the process may look for one itself.
 */
export type FindCard = (again: boolean) => Promise<ByteChannel | undefined>

/** Engine processes that may borrow the card of a browser's page: what page and process say passes through this one. */
export function lendCards(spawn: SpawnEngine, find: FindCard): SpawnEngine {
  return (options = {}) => {
    const environment = { ...options.environment, [lenderVariable]: '1' }
    const channel = spawn({ ...options, environment })
    const lender = new Lender(channel, find)
    channel.onExit(() => lender.takeBack())
    return withoutCards(channel)
  }
}

/** A process as everyone sees it but who lends it cards. */
export function withoutCards(channel: EngineChannel): EngineChannel {
  return {
    get pid() {
      return channel.pid
    },
    send: (message) => channel.send(message),
    onMessage: (listener) =>
      channel.onMessage((raw) => {
        if (!isAboutCards(raw)) listener(raw)
      }),
    onExit: (listener) => channel.onExit(listener),
    kill: () => channel.kill(),
  }
}

type AboutCards = Extract<FromEngine, { type: `card-${string}` }>

/** Whether a process speaks of cards, which only who lends them hears. */
function isAboutCards(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'type' in raw && String(raw.type).startsWith('card-')
}

/** Listens to what a process says of cards. */
export function onCardMessages(channel: EngineChannel, listener: (message: AboutCards) => void): void {
  channel.onMessage((raw) => {
    if (!isAboutCards(raw)) return
    const parsed = fromEngineSchema.safeParse(raw)
    if (parsed.success && isAboutCards(parsed.data)) listener(parsed.data as AboutCards)
  })
}

/** What is between one process and the page whose card it has. */
class Lender {
  private lent: ByteChannel | undefined
  private isOver = false

  constructor(
    private readonly process: EngineChannel,
    private readonly find: FindCard,
  ) {
    onCardMessages(process, (message) => {
      if (message.type === 'card-wanted') void this.lend(message.again)
      else if (message.type === 'card-bytes') this.lent?.send(message.bytes)
      else this.close()
    })
  }

  /** The process has ended. */
  takeBack(): void {
    this.isOver = true
    this.close()
  }

  private close(): void {
    const before = this.lent
    this.lent = undefined
    before?.close()
  }

  private async lend(again: boolean): Promise<void> {
    this.close()
    const found = await this.find(again)
    if (this.isOver) return found?.close()
    if (!found) return this.process.send({ type: 'card-refused' })
    this.lent = found
    found.onMessage((bytes) => {
      if (this.lent === found) this.process.send({ type: 'card-bytes', bytes })
    })
    found.onClosed(() => {
      if (this.lent !== found) return
      this.lent = undefined
      this.process.send({ type: 'card-gone' })
    })
    this.process.send({ type: 'card-lent', by: 'browser' })
  }
}

import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import type { FromEngine, ToEngine } from '../protocol/messages'
import type { CardSource, LentCard } from '../runtimes/webgpu/lentCard'

/** Set in the environment of engine processes whose owner lends cards: they ask it before they look themselves. */
export const lenderVariable = 'PIXELLOOM_ASK_FOR_CARDS'

/** What an owner says about cards. */
export type CardAnswer = Extract<ToEngine, { type: `card-${string}` }>

/** An engine process's side of borrowing: one card at a time. */
export interface CardAsker {
  readonly source: CardSource
  take(answer: CardAnswer, line?: ByteChannel): void
}

export function createCardAsker(post: (message: FromEngine) => void): CardAsker {
  let answered: ((answer: Awaited<ReturnType<CardSource>>) => void) | undefined
  let relayed: Relayed | undefined

  return {
    source: (again) =>
      new Promise((resolve) => {
        answered = resolve
        post({ type: 'card-wanted', again })
      }),
    take(answer, line) {
      switch (answer.type) {
        case 'card-lent': {
          if (!line) relayed = new Relayed(post)
          const channel = line ? returning(line, post) : relayed
          if (channel) answered?.({ by: answer.by, channel } satisfies LentCard)
          return
        }
        case 'card-refused':
          return answered?.(answer.missing ?? 'own')
        case 'card-bytes':
          return relayed?.hear(answer.bytes)
        case 'card-gone':
          return relayed?.gone()
      }
    },
  }
}

/** A line over the messages of the process itself. */
class Relayed implements ByteChannel {
  private isOpen = true
  private readonly hearing: ((bytes: Uint8Array) => void)[] = []
  private readonly closing: (() => void)[] = []

  constructor(private readonly post: (message: FromEngine) => void) {}

  send(bytes: Uint8Array): void {
    if (this.isOpen) this.post({ type: 'card-bytes', bytes })
  }

  onMessage(listener: (bytes: Uint8Array) => void): void {
    this.hearing.push(listener)
  }

  onClosed(listener: () => void): void {
    // It may close before anyone has listened: what is said of it comes at once, who uses it a moment later.
    if (!this.isOpen) queueMicrotask(listener)
    this.closing.push(listener)
  }

  close(): void {
    if (!this.isOpen) return
    this.post({ type: 'card-returned' })
    this.gone()
  }

  hear(bytes: Uint8Array): void {
    if (this.isOpen) for (const listener of this.hearing) listener(bytes)
  }

  gone(): void {
    if (!this.isOpen) return
    this.isOpen = false
    for (const listener of this.closing) listener()
  }
}

/** A line of its own; that it is closed is told to who lent what is behind it. */
function returning(line: ByteChannel, post: (message: FromEngine) => void): ByteChannel {
  let isOpen = true
  return {
    send: (bytes) => line.send(bytes),
    onMessage: (listener) => line.onMessage(listener),
    onClosed: (listener) => line.onClosed(listener),
    close() {
      if (isOpen) post({ type: 'card-returned' })
      isOpen = false
      line.close()
    },
  }
}

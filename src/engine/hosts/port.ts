import type { FromEngine } from '../protocol/messages'

/** The engine process's end of the line to its owner. */
export interface EnginePort {
  post(message: FromEngine): void
  onMessage(listener: (message: unknown) => void): void
  /** The owner is gone: nobody is left to work for. */
  onClosed(listener: () => void): void
}

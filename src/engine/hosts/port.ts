import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import type { FromEngine } from '../protocol/messages'

/** The engine process's end of the line to its owner. */
export interface EnginePort {
  post(message: FromEngine): void
  /** `line`: what came along with the message, a line of its own. */
  onMessage(listener: (message: unknown, line?: ByteChannel) => void): void
  /** The owner is gone: nobody is left to work for. */
  onClosed(listener: () => void): void
}

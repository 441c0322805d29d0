import type { ErrorValue } from '../errors'
import type { EventName, EventPayload } from './events'
import type { MethodInput, MethodName, MethodOutput } from './methods'

/** The answer to a request: a value or an error, never an exception across a transport. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorValue }

/** What a transport offers: ask, and listen. Preload exposes it as `window.pixelloom`. */
export interface Bridge {
  invoke<M extends MethodName>(method: M, input: MethodInput<M>): Promise<Reply<MethodOutput<M>>>
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
  /** A loadable URL for a relative image address. */
  imageUrl(address: string): string
  /** The path of a dropped file, where the shell may know it (Electron); else undefined. */
  pathOf(file: unknown): string | undefined
}

/** Names of the two IPC channels of the window. */
export const invokeChannel = 'pixelloom:invoke'
export const eventChannel = 'pixelloom:event'

/** Scheme of the window's own image protocol, and path prefix of images in a browser. */
export const imageScheme = 'pixelloom-image'
export const imagePath = '/images/'

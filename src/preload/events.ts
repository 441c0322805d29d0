import { type EventName, type EventPayload, isEventName } from '../shared/contract/events'

type Listener = (payload: never) => void

export interface EventForwarder {
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
}

/** One listener on the channel, many on its events; a name that the contract doesn't have goes nowhere. */
export function forwardEvents(
  connect: (receive: (name: unknown, payload: unknown) => void) => void,
): EventForwarder {
  const listeners = new Map<EventName, Set<Listener>>()
  connect((name, payload) => {
    if (typeof name !== 'string' || !isEventName(name)) return
    for (const listener of [...(listeners.get(name) ?? [])]) listener(payload as never)
  })
  return {
    on(event, listener) {
      const known = listeners.get(event) ?? new Set<Listener>()
      listeners.set(event, known)
      // The same function listening twice is two listeners.
      const own: Listener = (payload) => listener(payload)
      known.add(own)
      return () => void known.delete(own)
    },
  }
}

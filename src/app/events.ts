import type { EventName, EventPayload } from '../shared/contract/events'

/** An event of the contract with its payload, as transports carry it. */
export type AppEvent = { [E in EventName]: { event: E; payload: EventPayload<E> } }[EventName]

export type EventListener = (event: AppEvent) => void

export interface EventHub {
  emit(event: AppEvent): void
  /** Returns the function that stops listening. */
  subscribe(listener: EventListener): () => void
}

/** One failing listener (a window being closed, a broken socket) must not keep events from the others. */
export function createEventHub(log: (message: string) => void): EventHub {
  const listeners = new Set<EventListener>()
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event)
        } catch (error) {
          log(
            `A listener failed on ${event.event}: ${error instanceof Error ? error.message : String(error)}`,
          )
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

import { computed, shallowRef, type ComputedRef } from 'vue'
import type { EventName, EventPayload } from '../../shared/contract/events'
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract/methods'
import { PixelloomError } from '../../shared/errors'
import { browserConnection } from './browserConnection'
import { windowConnection, type Connection } from './connection'

/** The one way out of the renderer: everything else asks here and knows of no transport. */
const current = shallowRef<Connection>()

export function useConnection(connection: Connection): void {
  current.value = connection
}

/** The window's bridge where there is one, else the server that the page came from. */
export function openConnection(): Connection {
  return window.pixelloom ? windowConnection(window.pixelloom) : browserConnection()
}

function connection(): Connection {
  if (!current.value) throw new Error('The api is used before it is connected.')
  return current.value
}

export const online: ComputedRef<boolean> = computed(() => current.value?.online.value ?? true)

export const refusal: ComputedRef<string | undefined> = computed(() => current.value?.refusal.value)

/** Asks, and throws the reply's error as PixelloomError. */
export async function call<M extends MethodName>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
  const reply = await connection().bridge.invoke(method, input)
  if (!reply.ok) throw PixelloomError.from(reply.error)
  return reply.value
}

export function listen<E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void,
): () => void {
  return connection().bridge.on(event, listener)
}

export function onRestored(listener: () => void): void {
  connection().onRestored(listener)
}

export function imageUrl(address: string): string {
  return connection().bridge.imageUrl(address)
}

export function downloadUrl(address: string, name: string): string {
  return `${imageUrl(address)}?download=${encodeURIComponent(name)}`
}

/** Where a dropped file lies, as far as the shell may know. */
export function pathOf(file: File): string | undefined {
  return connection().bridge.pathOf(file)
}

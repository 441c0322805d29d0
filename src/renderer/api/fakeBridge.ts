import { ref, type Ref } from 'vue'
import type { Bridge, Reply } from '../../shared/contract/api'
import type { EventName, EventPayload } from '../../shared/contract/events'
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract/methods'
import { PixelloomError, toErrorValue } from '../../shared/errors'
import type { Connection } from './connection'

type Handlers = { [M in MethodName]?: (input: MethodInput<M>) => MethodOutput<M> | Promise<MethodOutput<M>> }
type Listener = (payload: never) => void

/** A connection for tests: answers by the handlers given, and emits what a test tells it to. */
export class FakeConnection implements Connection {
  readonly online: Ref<boolean> = ref(true)
  readonly refusal: Ref<string | undefined> = ref()
  readonly calls: { method: MethodName; input: unknown }[] = []
  private readonly listeners = new Map<EventName, Set<Listener>>()
  private readonly restored: (() => void)[] = []

  constructor(readonly handlers: Handlers = {}) {}

  readonly bridge: Bridge = {
    invoke: async <M extends MethodName>(
      method: M,
      input: MethodInput<M>,
    ): Promise<Reply<MethodOutput<M>>> => {
      this.calls.push({ method, input })
      try {
        const handler = this.handlers[method]
        if (!handler) throw new PixelloomError('unsupported', `The fake has no ${method}.`)
        return { ok: true, value: await handler(input) }
      } catch (error) {
        return { ok: false, error: toErrorValue(error) }
      }
    },
    on: (event, listener) => {
      const known = this.listeners.get(event) ?? new Set<Listener>()
      this.listeners.set(event, known)
      known.add(listener)
      return () => known.delete(listener)
    },
    imageUrl: (address) => `fake:${address}`,
    pathOf: () => undefined,
  }

  onRestored(listener: () => void): void {
    this.restored.push(listener)
  }

  emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const listener of this.listeners.get(event) ?? []) listener(payload as never)
  }

  restore(): void {
    this.online.value = true
    for (const listener of this.restored) listener()
  }

  /** Inputs of every call of one method so far. */
  inputs<M extends MethodName>(method: M): MethodInput<M>[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.input as MethodInput<M>)
  }
}

import { ref } from 'vue'
import { z } from 'zod'
import { imagePath, type Bridge, type Reply } from '../../shared/contract/api'
import { isEventName, type EventName, type EventPayload } from '../../shared/contract/events'
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract/methods'
import { decodeWire, encodeWire } from '../../shared/contract/wire'
import { errorValueSchema, failure } from '../../shared/errors'
import type { Connection } from './connection'

type Listener = (payload: never) => void

const replyShape = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorValueSchema }),
])
const messageShape = z.object({ event: z.string(), payload: z.unknown() })

const firstDelay = 500
const longestDelay = 8000

/** The same contract over HTTP and a WebSocket, to the server the page came from. */
export function browserConnection(): Connection {
  const online = ref(true)
  const refusal = ref<string>()
  const listeners = new Map<EventName, Set<Listener>>()
  const restored = new Set<() => void>()
  let delay = firstDelay
  let wasOpen = false

  function listen(): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/events`)
    socket.addEventListener('open', () => {
      const again = wasOpen || !online.value
      wasOpen = true
      delay = firstDelay
      online.value = true
      refusal.value = undefined
      if (again) for (const listener of restored) listener()
    })
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return
      const message = messageShape.safeParse(decodeWire(data))
      if (!message.success || !isEventName(message.data.event)) return
      for (const listener of listeners.get(message.data.event) ?? []) listener(message.data.payload as never)
    })
    socket.addEventListener('close', () => {
      // A browser doesn't tell why a socket was turned away; a plain request does.
      if (!online.value || !wasOpen) void askWhy()
      online.value = false
      setTimeout(listen, delay)
      delay = Math.min(longestDelay, delay * 2)
    })
  }
  listen()

  async function askWhy(): Promise<void> {
    const reply = await bridge.invoke('app.info', {})
    refusal.value = reply.ok || reply.error.code !== 'forbidden' ? undefined : reply.error.message
  }

  async function post(method: string, input: unknown): Promise<Reply<unknown>> {
    const response = await fetch(`/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: encodeWire(input),
    })
    const reply = replyShape.safeParse(decodeWire(await response.text()))
    if (reply.success) return reply.data
    return { ok: false, error: failure('app.garbled', { status: response.status }).toValue() }
  }

  const bridge: Bridge = {
    async invoke<M extends MethodName>(method: M, input: MethodInput<M>) {
      try {
        // The server checks every reply against the contract before it leaves.
        return (await post(method, input)) as Reply<MethodOutput<M>>
      } catch (error) {
        const lost = error instanceof TypeError || error instanceof SyntaxError
        if (!lost) throw error
        return { ok: false, error: failure('app.silent', {}).toValue() }
      }
    },
    on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void) {
      const known = listeners.get(event) ?? new Set<Listener>()
      listeners.set(event, known)
      known.add(listener)
      return () => known.delete(listener)
    },
    imageUrl: (address) => imagePath + address,
    pathOf: () => undefined,
  }
  return { bridge, online, refusal, onRestored: (listener) => restored.add(listener) }
}

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { toErrorValue } from '../../shared/errors'
import { useErrorWays } from '../composables/useErrorWays'
import { messageOf } from '../text/reasonWords'

export interface Toast {
  readonly id: number
  readonly tone: 'plain' | 'good' | 'bad'
  readonly message: string
  /** A path or the like, shown smaller. */
  readonly detail?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

const shortest = 5000
const perCharacter = 60

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  const held = ref(false)
  let next = 1

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
    // What was under the pointer is gone without the pointer having left it.
    if (toasts.value.length === 0) held.value = false
  }

  function dismissAfter(id: number, time: number): void {
    setTimeout(() => (held.value ? dismissAfter(id, shortest) : dismiss(id)), time)
  }

  /** While a pointer or the focus is on them, none goes away. */
  function hold(): void {
    held.value = true
  }
  function release(): void {
    held.value = false
  }

  /** Shown as long as it takes to read; one that asks for an action stays until it is closed. */
  function show(toast: Omit<Toast, 'id'>): number {
    const id = next++
    // What is there to read already is said anew, not twice; what can be pressed is about something else each time.
    const others = toasts.value.filter((one) => one.action ?? toast.action ?? !sameWords(one, toast))
    toasts.value = [...others.slice(-3), { ...toast, id }]
    const length = toast.message.length + (toast.detail?.length ?? 0)
    if (!toast.action) dismissAfter(id, shortest + perCharacter * length)
    return id
  }

  function report(error: unknown): void {
    const value = toErrorValue(error)
    const { code, subject } = value
    if (code === 'cancelled') return
    const message = messageOf(value)
    const detail = subject && !message.includes(subject) ? { detail: subject } : {}
    // A way out that leads elsewhere; what was tried is still in front of the person.
    const way = useErrorWays()(code)[0]
    show({ tone: 'bad', message, ...detail, ...(way && { action: way }) })
  }

  /** Runs something that may fail, and says so if it does. */
  async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (error) {
      report(error)
      return undefined
    }
  }

  return { toasts, show, dismiss, hold, release, report, attempt }
})

function sameWords(one: Omit<Toast, 'id'>, other: Omit<Toast, 'id'>): boolean {
  return one.tone === other.tone && one.message === other.message && one.detail === other.detail
}

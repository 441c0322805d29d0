import { watch } from 'vue'
import type { z } from 'zod'

/**
 * Keeps what somebody began in this window and hasn't finished, so that it is there again after a reload: `write` is
 * given what was kept, at once, if it still is what `schema` says; from then on every change of what `read` returns is
 * kept. It lasts as long as the window: another one, or another day, begins anew.
 */
export function keepDraft<T>(
  name: string,
  schema: z.ZodType<T>,
  read: () => T,
  write: (kept: T) => void,
): void {
  const place = `pixelloom.draft.${name}`
  const kept = schema.safeParse(stored(place))
  if (kept.success) write(kept.data)
  watch(read, (now) => sessionStorage.setItem(place, JSON.stringify(now)), { deep: true })
}

function stored(place: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null')
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

import { ref, type Ref } from 'vue'
import type { Bridge } from '../../shared/contract/api'

/** A bridge and what is known of the line behind it. */
export interface Connection {
  readonly bridge: Bridge
  /** False while the app behind the page doesn't answer. */
  readonly online: Ref<boolean>
  /** What the other side says on why it doesn't let this page in; undefined while it says nothing. */
  readonly refusal: Ref<string | undefined>
  /** Calls back each time the line is back: whatever was listed may have changed. */
  readonly onRestored: (listener: () => void) => void
}

/** The window's own bridge: the line is the process itself, so it is never lost. */
export function windowConnection(bridge: Bridge): Connection {
  return { bridge, online: ref(true), refusal: ref(), onRestored: () => undefined }
}

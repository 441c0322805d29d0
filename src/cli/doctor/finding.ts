/**
 * What a look at the machine found, in a sentence. `absent`: something useful that is not here and needn't
 * be; `broken`: Pixelloom doesn't work without it.
 */
export interface Finding {
  readonly name: string
  readonly state: 'fine' | 'absent' | 'broken'
  readonly message: string
}

export function fine(name: string, message: string): Finding {
  return { name, state: 'fine', message }
}

export function absent(name: string, message: string): Finding {
  return { name, state: 'absent', message }
}

export function broken(name: string, message: string): Finding {
  return { name, state: 'broken', message }
}

/** The message of anything thrown. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

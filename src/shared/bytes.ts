import { z } from 'zod'

/** Raw bytes inside a message, over whatever buffer. */
export const bytesSchema: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array)

/** All parts one after another. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

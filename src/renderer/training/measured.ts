import { z } from 'zod'

/** A step of a training, as it was measured on this machine. */
const measuredSchema = z.object({
  stepSeconds: z.number().positive(),
  memoryBytes: z.number().optional(),
  parameters: z.number().optional(),
})
export type Measured = z.infer<typeof measuredSchema>

const place = 'pixelloom.measured'
/** Measurements that are kept, the newest ones. */
const most = 60

/** What was measured before, by configuration; nothing where it can't be read. */
export function readMeasured(): Record<string, Measured> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    return z.record(z.string(), measuredSchema).safeParse(stored).data ?? {}
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof DOMException) return {}
    throw thrown
  }
}

export function writeMeasured(all: Readonly<Record<string, Measured>>): void {
  try {
    localStorage.setItem(place, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-most))))
  } catch (thrown) {
    // Full, or forbidden: it is measured again the next time.
    if (!(thrown instanceof DOMException)) throw thrown
  }
}

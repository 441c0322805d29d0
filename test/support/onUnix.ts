import { it } from 'vitest'

/** `it` for what Windows has not; there the test stands in the report as skipped, with the reason. */
export function onUnix(title: string, whyNotOnWindows: string, body: () => Promise<void>): void {
  if (process.platform === 'win32') it.skip(`${title} (skipped on Windows: ${whyNotOnWindows})`)
  else it(title, body)
}

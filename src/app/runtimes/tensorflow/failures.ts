import { failure, type PixelloomError } from '../../../shared/errors'
import type { Ran } from './command'

const full = /No space left on device|ENOSPC|not enough space|Disk quota exceeded|EDQUOT/i
const network =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request|Failed to establish a new connection|NewConnectionError|ConnectTimeoutError|Max retries exceeded|Temporary failure in name resolution|Could not fetch URL/i

/** What another program's failure means, and what to do. `what` it was to fetch or make: "npm's packages". */
export function failureOf(what: string, { stdout, stderr }: Omit<Ran, 'status'>): PixelloomError {
  const said = `${stderr}\n${stdout}`
  if (full.test(said)) return diskFull()
  if (network.test(said)) return failure('tensorflow.network', { what })
  const lines = said.split('\n').map((line) => line.trim())
  const telling = lines.find((line) => /\berror\b/i.test(line)) ?? lines.find(Boolean) ?? 'it said nothing'
  return failure('tensorflow.failed', { what, detail: telling.replace(/\.$/, '') })
}

export function diskFull(needed?: number, free?: number): PixelloomError {
  return needed === undefined || free === undefined
    ? failure('tensorflow.full', {})
    : failure('tensorflow.fullBy', { needed, free })
}

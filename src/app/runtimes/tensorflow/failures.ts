import { PixelloomError } from '../../../shared/errors'
import type { Ran } from './command'

const full = /No space left on device|ENOSPC|not enough space|Disk quota exceeded|EDQUOT/i
const network =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request|Failed to establish a new connection|NewConnectionError|ConnectTimeoutError|Max retries exceeded|Temporary failure in name resolution|Could not fetch URL/i

/** What another program's failure means, and what to do. `what` it was to fetch or make: "npm's packages". */
export function failureOf(what: string, { stdout, stderr }: Omit<Ran, 'status'>): PixelloomError {
  const said = `${stderr}\n${stdout}`
  if (full.test(said)) return diskFull()
  if (network.test(said)) {
    return new PixelloomError(
      'not-found',
      `There is no way to ${what}: the network can't be reached. Check the connection and try again.`,
    )
  }
  const lines = said.split('\n').map((line) => line.trim())
  const telling = lines.find((line) => /\berror\b/i.test(line)) ?? lines.find(Boolean) ?? 'it said nothing'
  return new PixelloomError('unsupported', `It failed to ${what}: ${telling.replace(/\.$/, '')}.`)
}

export function diskFull(needed?: number, free?: number): PixelloomError {
  const sizes =
    needed === undefined || free === undefined
      ? ''
      : ` It takes ${megabytes(needed)} while it is installed, and ${megabytes(free)} are free.`
  return new PixelloomError(
    'disk',
    `There is no space left to install TensorFlow.${sizes} Free some and try again.`,
  )
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}

import { PixelloomError } from '../../shared/errors'

/** A damaged or unsupported data file. `what` goes on after the path and says what was expected. */
export function badData(path: string, what: string): PixelloomError {
  return new PixelloomError('bad-data-file', `${path} ${what}`, path)
}

/** "1,234 bytes" */
export function inBytes(count: number): string {
  return `${count.toLocaleString('en')} bytes`
}

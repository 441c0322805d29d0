import { randomInt } from 'node:crypto'

/** A seed for who named none: any of 2^32. It is recorded, so that what it made can be made again. */
export function randomSeed(): number {
  return randomInt(0x1_0000_0000)
}

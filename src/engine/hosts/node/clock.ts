import { performance } from 'node:perf_hooks'
import type { Clock } from '../../host'

export function createNodeClock(): Clock {
  return { milliseconds: () => performance.now() }
}

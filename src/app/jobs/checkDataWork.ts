import { basename } from 'node:path'
import { personPath } from '../files/personPath'
import type { JobWork } from './work'

/** Looks at a folder or data file before anybody trains on it. */
export function checkDataWork(typed: string): JobWork {
  const data = personPath(typed, 'data')
  return {
    kind: 'check-data',
    title: `Check ${basename(data)}`,
    lane: 'interactive',
    makesFiles: false,
    specification: () => ({ kind: 'check-data', data }),
  }
}

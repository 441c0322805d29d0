import { basename } from 'node:path'
import type { MethodArguments } from '../../shared/contract/methods'
import { personPath } from '../files/personPath'
import type { JobWork } from './work'

/** Looks at a folder or data file before anybody trains on it. */
export function checkDataWork(typed: string): JobWork {
  const data = personPath(typed, 'data')
  return {
    kind: 'check-data',
    title: `Check ${basename(data)}`,
    subject: basename(data),
    lane: 'interactive',
    makesFiles: false,
    specification: () => ({ kind: 'check-data', data }),
  }
}

/** Draws a few images as a model would be given them. */
export function previewDataWork({ data, ...choices }: MethodArguments<'jobs.previewData'>): JobWork {
  const path = personPath(data, 'data')
  return {
    kind: 'check-data',
    title: `Preview ${basename(path)}`,
    subject: basename(path),
    lane: 'interactive',
    makesFiles: true,
    specification: (out) => ({ kind: 'preview-data', data: path, out, ...choices }),
  }
}

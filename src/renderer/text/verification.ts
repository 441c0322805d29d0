import type { JobResult, ModelCheck } from '../../shared/jobs'
import { counted } from './words'

type Verification = Extract<JobResult, { kind: 'verify' }>

const names: Readonly<Record<ModelCheck['name'], string>> = {
  files: 'Files',
  parameters: 'Parameters',
  finite: 'Numbers',
  masks: 'Masks',
  'no-leak': 'No look ahead',
  reach: 'Reach',
  'sums-to-one': 'Probabilities',
  drawing: 'Drawing',
  incremental: 'Two ways alike',
}

/** What a check looks at, in a word or two. */
export function checkName({ name }: ModelCheck): string {
  return names[name]
}

/** "All 9 checks passed", "1 of 9 checks failed". */
export function verdictOf({ checks }: Verification): string {
  const failed = checks.filter(({ state }) => state === 'failed').length
  if (failed > 0) return `${failed} of ${counted(checks.length, 'check')} failed`
  const passed = checks.filter(({ state }) => state === 'passed').length
  return passed === checks.length
    ? `All ${counted(passed, 'check')} passed`
    : `${counted(passed, 'check')} passed, ${checks.length - passed} not possible`
}

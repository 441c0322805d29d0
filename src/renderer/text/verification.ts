import type { Verification } from '../../shared/contract/entities'
import type { ModelCheck } from '../../shared/jobs'
import { day, t } from '../i18n'

const names = {
  files: 'models.check.files',
  parameters: 'models.check.parameters',
  finite: 'models.check.finite',
  masks: 'models.check.masks',
  'no-leak': 'models.check.noLeak',
  reach: 'models.check.reach',
  'sums-to-one': 'models.check.sumsToOne',
  drawing: 'models.check.drawing',
  incremental: 'models.check.incremental',
} as const satisfies Record<ModelCheck['name'], string>

/** What a check looks at, in a word or two. */
export function checkName({ name }: ModelCheck): string {
  return t(names[name])
}

/** "All 9 checks passed", "1 of 9 checks failed". */
export function verdictOf({ checks }: Pick<Verification, 'checks'>): string {
  const failed = checks.filter(({ state }) => state === 'failed').length
  if (failed > 0) return t('models.someFailed', { failed, n: checks.length })
  const passed = checks.filter(({ state }) => state === 'passed').length
  return passed === checks.length
    ? t('models.allPassed', { n: passed })
    : t('models.somePassed', { n: passed, skipped: checks.length - passed })
}

/** "Verified today", "Verified on 26 Nov 2026". */
export function verifiedWhen(at: number, now = Date.now()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString()
  return today ? t('models.verifiedToday') : t('models.verifiedOn', { day: day(at) })
}

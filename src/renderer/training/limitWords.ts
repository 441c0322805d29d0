import type { TrainingRun } from '../../shared/contract/trainingRun'
import { t } from '../i18n'
import { duration } from '../text/words'

/** When a training ends, in words; undefined where nothing is known of it. */
export function limitWords({
  limit,
  earlyStop,
}: Pick<TrainingRun['choices'], 'limit' | 'earlyStop'>): string | undefined {
  if (!limit) return undefined
  const { steps, epochs, minutes } = limit
  const ends = [
    ...(steps === undefined ? [] : [t('train.settings.limitSteps', { n: steps })]),
    ...(epochs === undefined ? [] : [t('train.settings.limitEpochs', { n: epochs })]),
    ...(minutes === undefined ? [] : [t('train.settings.limitMinutes', { time: duration(minutes * 60) })]),
  ]
  const [first] = ends
  if (first === undefined) return t('train.settings.limitNone')
  return earlyStop ? t('train.settings.limitEarly', { limit: first }) : first
}

import { t } from '../i18n'
import type { ErrorCode } from '../../shared/errors'
import { useApp } from '../stores/app'
import { useSettings, type SettingsPlace } from '../stores/settings'
import { waysOut, type ErrorWay } from '../text/errorWays'

export interface WayOut {
  readonly id: ErrorWay
  readonly label: string
  run(): void
}

/** What a view can do itself: "try again" is its own to know. */
export type OwnWays = Partial<Record<ErrorWay, () => void>>

/** The ways out of a failure as buttons: those that the view knows, and those that lead elsewhere. */
export function useErrorWays(): (code: ErrorCode, own?: OwnWays) => WayOut[] {
  const app = useApp()
  const settings = useSettings()

  const toSettings = (place: SettingsPlace) => (): void => {
    settings.place = place
    app.go('settings')
  }
  const everywhere: OwnWays = {
    processor: toSettings('processor'),
    data: toSettings('data'),
    report: toSettings('report'),
    reload: () => location.reload(),
  }

  return (code, own = {}) =>
    waysOut[code].flatMap((id) => {
      const run = own[id] ?? everywhere[id]
      return run ? [{ id, label: t(`errors.ways.${id}`), run }] : []
    })
}

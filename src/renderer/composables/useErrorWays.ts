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

/** The ways out of a failure as buttons: those that the view knows, and, unless there is no other view, those that lead elsewhere. */
export function useErrorWays(): (code: ErrorCode, own?: OwnWays, elsewhere?: boolean) => WayOut[] {
  const app = useApp()
  const settings = useSettings()

  const toSettings = (place: SettingsPlace) => (): void => {
    settings.place = place
    app.go('settings')
  }
  const everywhere = {
    processor: toSettings('processor'),
    data: toSettings('data'),
    report: toSettings('report'),
    reload: () => location.reload(),
  } satisfies OwnWays

  const anyhow: OwnWays = { reload: everywhere.reload }

  return (code, own = {}, elsewhere = true) =>
    waysOut[code].flatMap((id) => {
      const run = own[id] ?? (elsewhere ? (everywhere as OwnWays) : anyhow)[id]
      return run ? [{ id, label: t(`errors.ways.${id}`), run }] : []
    })
}

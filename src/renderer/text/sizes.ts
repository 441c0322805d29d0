import { t } from '../i18n'

/** How much room something takes, as the language writes it: "340 KB", "12.5 MB", "3.1 GB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 999_500) return t('settings.data.kilobytes', { n: Math.round(bytes / 1e3) })
  if (bytes < 999.95e6) return t('settings.data.megabytes', { n: bytes / 1e6 })
  return t('settings.data.gigabytes', { n: bytes / 1e9 })
}

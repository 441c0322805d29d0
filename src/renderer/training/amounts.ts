import { number } from '../i18n'

/** An amount of memory or disk: "612 MB", "5.1 GB"; units are the same in all languages that there are. */
export function bytesWords(bytes: number): string {
  if (bytes < 1e6) return `${number(Math.max(1, Math.round(bytes / 1e3)))} KB`
  if (bytes < 1e9) return `${number(Math.round(bytes / 1e6))} MB`
  return `${number(bytes / 1e9)} GB`
}

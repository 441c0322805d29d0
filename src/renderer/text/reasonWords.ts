import type { ErrorValue } from '../../shared/errors'
import type { JobSnapshot, SkippedFile } from '../../shared/jobs'
import {
  forecast,
  placesOf,
  type PlaceKind,
  type PlaceValue,
  type Reason,
  type ReasonId,
  sentenceOf,
} from '../../shared/reasons'
import { number, t } from '../i18n'
import { bytes, duration, fileName } from './words'

/** What went wrong, in the person's language; as it came where it is known in English alone. */
export function messageOf({ message, because }: Pick<ErrorValue, 'message' | 'because'>): string {
  return (because && inWords(because)) ?? message
}

/** The last remark of a job. */
export function noteOf({ note, noteBecause }: Pick<JobSnapshot, 'note' | 'noteBecause'>): string | undefined {
  return note === undefined ? undefined : messageOf({ message: note, because: noteBecause })
}

/** The same for what has another name: why a model, say, is of no use. */
export function reasonOf({ reason, because }: Pick<SkippedFile, 'reason' | 'because'>): string {
  return messageOf({ message: reason, because })
}

/** Why a file was left out, to be read after its name. */
export function whyLeftOut(file: SkippedFile): string {
  const name = fileName(file.path)
  const sentence = sentenceAbout(file)
  if (sentence === undefined) return file.reason
  return sentence.startsWith(name) ? sentence.slice(name.length).trimStart() : sentence
}

/** A file that was left out and why, as one sentence. */
export function skipped(file: SkippedFile): string {
  const name = fileName(file.path)
  const sentence = sentenceAbout(file)
  if (sentence !== undefined) return sentence.includes(name) ? sentence : `${name}: ${sentence}`
  // Most reasons go on from the name: "is empty".
  const goesOn = /^(is|has|leads|ends|can|could|was|does|holds|needs)\b/.test(file.reason)
  return `${name}${goesOn ? ' ' : ': '}${file.reason}`
}

/** The folder it lies in says nothing new where many files are told of. */
function sentenceAbout({ path, because }: SkippedFile): string | undefined {
  return because && inWords({ ...because, values: { path: fileName(path), ...because.values } })
}

function inWords({ id, values }: Reason): string | undefined {
  const sentence = sentenceOf(id)
  if (!sentence) return undefined
  const shown: Record<string, string> = {}
  for (const [name, kind] of placesOf(sentence)) {
    const value = values[name]
    // Another version said it by other values.
    if (value === undefined) return undefined
    shown[name] = formatted(value, kind)
  }
  return t(`reasons.${id as ReasonId}`, shown)
}

function formatted(value: PlaceValue, kind: PlaceKind): string {
  if (typeof value === 'object') return (value.because && inWords(value.because)) ?? value.text
  if (typeof value === 'string') return value
  if (kind === 'gigabytes' || kind === 'megabytes' || kind === 'room') return bytes(value)
  if (kind === 'duration') return duration(forecast(value))
  return kind === 'tenths'
    ? number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    : number(value)
}

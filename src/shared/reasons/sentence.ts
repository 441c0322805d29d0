import type { ErrorCode } from '../errors'

/**
 * A sentence that a person is told, as it is declared: the code of the error that it is the message of (a note is of
 * none), the sentence in English with places in braces, and places that only other wordings of it have. A place has a
 * name and, unless it is text as it is, a kind: "{path} has {count:number} images."
 */
export type Sentence = readonly [code: ErrorCode | 'note', english: string, besides?: string]
export type Area = Readonly<Record<string, Sentence>>

/** Something that was said elsewhere and is told on: in English, and by what it says. */
export interface Told {
  readonly text: string
  readonly because?: Reason | undefined
}

/** Which sentence it is, and what stands in its places: what any language can say it by. */
export interface Reason {
  readonly id: string
  readonly values: Readonly<Record<string, PlaceValue>>
}
export type PlaceValue = string | number | Told

/** What stands in a place of each kind. */
interface Kinds {
  text: string
  number: number
  /** With separators: 1,234. */
  grouped: number
  /** With one digit after the point. */
  tenths: number
  /** Bytes, in gigabytes. */
  gigabytes: number
  /** Bytes, in whole megabytes. */
  megabytes: number
  /** Bytes, in what is large enough to read. */
  room: number
  /** Seconds, as exactly as a forecast can be. */
  duration: number
  told: Told
}
export type PlaceKind = keyof Kinds

type PlacesIn<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesIn<Rest>
  : never
type NameOf<Place extends string> = Place extends `${infer Name}:${string}` ? Name : Place
type ValueOf<Place extends string> = Place extends `${string}:${infer Kind extends PlaceKind}`
  ? Kinds[Kind]
  : string

/** What a sentence needs to be said: a value for each of its places. */
export type ValuesOf<S extends Sentence> = {
  readonly [
    Place in PlacesIn<S[1]> | (S[2] extends string ? PlacesIn<S[2]> : never) as NameOf<Place>
  ]: ValueOf<Place>
}

const place = /\{(\w+)(?::(\w+))?\}/g

/** The kind of each place of a sentence, by its name. */
export function placesOf([, english, besides = '']: Sentence): ReadonlyMap<string, PlaceKind> {
  const found = [...(english + besides).matchAll(place)]
  return new Map(found.map(([, name = '', kind = 'text']) => [name, kind as PlaceKind]))
}

/** The sentence with names alone in its places: "{path} has {count} images." */
export function withoutKinds(english: string): string {
  return english.replace(place, '{$1}')
}

export function inEnglish([, english]: Sentence, values: Reason['values']): string {
  return english.replace(place, (_whole, name: string, kind: PlaceKind = 'text') => {
    const value = values[name]
    return value === undefined ? '' : formatted(value, kind)
  })
}

function formatted(value: PlaceValue, kind: PlaceKind): string {
  if (typeof value === 'object') return value.text
  if (typeof value === 'string') return value
  switch (kind) {
    case 'grouped':
      return value.toLocaleString('en')
    case 'tenths':
      return value.toFixed(1)
    case 'gigabytes':
      return gigabytes(value)
    case 'megabytes':
      return `${Math.ceil(value / 1e6)} MB`
    case 'room':
      return roomOf(value)
    case 'duration':
      return roughly(value)
    case 'number':
    case 'text':
    case 'told':
      return String(value)
  }
}

export function gigabytes(bytes: number): string {
  return bytes < 0.1e9 ? 'less than 0.1 GB' : `${(bytes / 1e9).toFixed(1)} GB`
}

export function roomOf(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

/** Seconds as exactly as a forecast can be: whole ones, fives of them, minutes, hours. */
export function forecast(seconds: number): number {
  if (seconds < 10) return Math.max(1, Math.round(seconds))
  if (seconds < 90) return Math.round(seconds / 5) * 5
  const unit = seconds < 5400 ? 60 : 3600
  return Math.round(seconds / unit) * unit
}

/** "1 s", "40 s", "3 min", "2 h". */
function roughly(seconds: number): string {
  const whole = forecast(seconds)
  if (seconds < 90) return `${whole} s`
  return seconds < 5400 ? `${whole / 60} min` : `${whole / 3600} h`
}

import { app } from './app'
import { data } from './data'
import { files } from './files'
import { images } from './images'
import { jobs } from './jobs'
import { masks } from './masks'
import { models } from './models'
import { notes } from './notes'
import { runtimes } from './runtimes'
import { type Area, inEnglish, type Reason, type Sentence, type ValuesOf as Values } from './sentence'
import { tensorflow } from './tensorflow'
import { training } from './training'

export * from './sentence'

/**
 * Every sentence by which a person is told why something can't be, is left out or came to nothing, and what a job
 * does. What is declared here is said in English by terminals and logs, and by the window in every language: a
 * sentence without a translation, or without a value for each of its places, does not compile.
 */
export const reasons = {
  files,
  images,
  masks,
  data,
  models,
  training,
  jobs,
  app,
  runtimes,
  tensorflow,
  notes,
} as const
export type Reasons = typeof reasons

/** The same, to be looked up by any name. */
const areas: Readonly<Record<string, Area>> = reasons

/** "files.missing": never renamed, since jobs that are kept name it. */
export type ReasonId = { [A in keyof Reasons]: `${A}.${keyof Reasons[A] & string}` }[keyof Reasons]

type SentenceOf<Id extends ReasonId> = Id extends `${infer A extends keyof Reasons}.${infer Name}`
  ? Name extends keyof Reasons[A]
    ? Extract<Reasons[A][Name], Sentence>
    : never
  : never
/** Those that an error may have for its message. */
export type FailureId = { [Id in ReasonId]: SentenceOf<Id>[0] extends 'note' ? never : Id }[ReasonId]
/** What a sentence needs to be said. */
export type ReasonValues<Id extends ReasonId> = Values<SentenceOf<Id>>

/** The sentence of an id; undefined for one that another version of this program knows. */
export function sentenceOf(id: string): Sentence | undefined {
  const [area = '', name = ''] = id.split('.')
  const sentences = Object.hasOwn(areas, area) ? areas[area] : undefined
  return sentences && Object.hasOwn(sentences, name) ? sentences[name] : undefined
}

/** One of our sentences in English, and what it says, for other languages. */
export function say<Id extends ReasonId>(
  id: Id,
  values: ReasonValues<Id>,
): { readonly text: string; readonly because: Reason } {
  const sentence = sentenceOf(id)
  if (!sentence) throw new Error(`no sentence ${id}`)
  return { text: inEnglish(sentence, values), because: { id, values } }
}

import type { Completion, JobResult, SkippedFile } from '../../../shared/jobs'
import { leftOut } from '../../data/reasons'
import type { Storage } from '../../host'
import { fitsFileSystem, outputFile } from './outputNames'
import { type CompletionRecord, drawnBy, type RecordedChoices } from './record'

/** In which files an image's completions lie, and whether they do. */
export type OutputState =
  | { readonly is: 'complete' | 'incomplete' }
  /** They can't be written. */
  | { readonly is: 'impossible'; readonly why: (image: string) => SkippedFile }

/** Holds completions until all of an image are there; hidden, so that it is taken for no folder of images. */
const unfinished = '.pixelloom-unfinished'

/** The folder that receives completions: those of an image appear together, after their lines in the record. */
export class Outputs {
  /** Where an image's completions are made. */
  readonly unfinished: string

  private constructor(
    private readonly storage: Storage,
    private readonly folder: string,
    private readonly record: CompletionRecord,
    private readonly count: number,
  ) {
    this.unfinished = storage.join(folder, unfinished)
  }

  /** Makes the folder ready for `count` completions an image, and removes what a kill left half done. `disk`. */
  static async open(
    storage: Storage,
    folder: string,
    record: CompletionRecord,
    count: number,
  ): Promise<Outputs> {
    const outputs = new Outputs(storage, folder, record, count)
    await outputs.tidy()
    return outputs
  }

  tidy(): Promise<void> {
    return this.storage.remove(this.unfinished)
  }

  /** Whether an image has all its completions; `name` as outputNames gives it. */
  async look(name: string): Promise<OutputState> {
    if (!fitsFileSystem(name, this.count)) {
      return { is: 'impossible', why: (image) => leftOut(image, 'jobs.nameTooLong', {}) }
    }
    const paths = this.#files(name).map((file) => this.#path(file))
    const kinds = await Promise.all(paths.map((path) => this.storage.kind(path)))
    const other = paths.find((_, i) => kinds[i] === 'folder' || kinds[i] === 'other')
    if (other !== undefined) {
      return { is: 'impossible', why: (image) => leftOut(image, 'jobs.inTheWay', { other }) }
    }
    return { is: kinds.every((kind) => kind === 'file') ? 'complete' : 'incomplete' }
  }

  /** Whether completions that are there were drawn by other choices, as far as the record knows. */
  differ(name: string, choices: RecordedChoices): boolean {
    const files = new Set(this.#files(name))
    return this.record.linesOf(choices.image).some((line) => files.has(line.file) && !drawnBy(line, choices))
  }

  /** Puts an image's completions into their places and the record; what it had before goes. */
  async put(
    name: string,
    choices: RecordedChoices,
    { completions, way }: Extract<JobResult, { kind: 'complete' }>,
  ): Promise<Completion[]> {
    const { storage, record } = this
    const slash = name.lastIndexOf('/')
    if (slash >= 0) await storage.makeFolder(this.#path(name.slice(0, slash)))
    // Old files go before their lines, and new ones come after theirs: no file ever has a line that isn't its own.
    const old = record.linesOf(choices.image).map(({ file }) => file)
    for (const file of new Set([...old, ...this.#files(name)])) {
      await storage.remove(this.#path(file))
    }
    const finished = completions.map((completion) => ({
      ...completion,
      from: completion.file,
      file: outputFile(name, completion.variant),
    }))
    await record.replace(
      choices.image,
      finished.map(({ file, variant, nats, rank }) => ({ ...choices, file, variant, way, nats, rank })),
    )
    for (const { from, file } of finished) await storage.rename(from, this.#path(file))
    return finished.map(({ from: _from, ...completion }) => ({
      ...completion,
      file: this.#path(completion.file),
    }))
  }

  #files(name: string): string[] {
    return Array.from({ length: this.count }, (_, variant) => outputFile(name, variant))
  }

  #path(file: string): string {
    return this.storage.join(this.folder, ...file.split('/'))
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import type { JobResult } from '../../src/shared/jobs'
import { plainImage, TemporaryFolder } from '../data/support'
import { putImages, training, type WatchedJob, watchJob } from './support'

export type FolderSpecification = Extract<JobSpecificationInput, { kind: 'complete-folder' }>

export const bottom = { from: 'half', half: 'bottom' } as const

/** A tiny model for all tests of a file, and for each a place of its own, with a folder of images to complete. */
export class FolderPlace {
  #model: TemporaryFolder | undefined
  #place: TemporaryFolder | undefined

  constructor() {
    beforeAll(async () => {
      this.#model = new TemporaryFolder()
      await putImages(this.#model, 12)
      await watchJob(training(this.#model, { limit: { steps: 2 }, validation: 0 })).end
    })
    afterAll(() => this.#model?.remove())
    beforeEach(() => {
      this.#place = new TemporaryFolder()
    })
    afterEach(() => this.#place?.remove())
  }

  get model(): string {
    return this.#model?.at('model') ?? ''
  }

  at(...names: string[]): string {
    return this.#place?.at(...names) ?? ''
  }

  put(name: string, bytes: Uint8Array | string): string {
    return this.#place?.put(name, bytes) ?? ''
  }

  /** Puts small images of their own colours into the folder that is to be completed. */
  async images(...names: string[]): Promise<void> {
    for (const [i, name] of names.entries()) {
      const format = name.endsWith('jpg') ? 'jpeg' : 'png'
      this.put(`images/${name}`, await plainImage(6, 6, [i * 40, 99, 255 - i * 30], format))
    }
  }

  specification(changes: Partial<FolderSpecification> = {}): FolderSpecification {
    const [folder, out] = [this.at('images'), this.at('out')]
    const { model } = this
    return { kind: 'complete-folder', model, folder, masks: bottom, count: 2, seed: 4, out, ...changes }
  }

  /** Every file of a folder, at any depth, by its path with slashes. */
  contents(name = 'out'): Record<string, string> {
    const root = this.at(name)
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
    return Object.fromEntries(
      paths.map((path) => [
        path.slice(root.length + 1).replaceAll('\\', '/'),
        readFileSync(path).toString('base64'),
      ]),
    )
  }

  /** Files of completions, not those that are still being made. */
  pictures(name = 'out'): string[] {
    return Object.keys(this.contents(name)).filter((file) => /^[^.].*\.png$/.test(file))
  }

  /** Lines of the record; `cut`: the last one may have been broken off. */
  record(name = 'out', cut = false): Record<string, unknown>[] {
    const lines = readFileSync(join(this.at(name), 'completions.jsonl'), 'utf8').split('\n')
    const last = lines.pop()
    if (!cut) expect(last).toBe('')
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }
}

export async function folderResult(
  job: WatchedJob,
): Promise<Extract<JobResult, { kind: 'complete-folder' }>> {
  const { result } = await job.end
  if (result?.kind !== 'complete-folder') throw new Error('no result')
  return result
}

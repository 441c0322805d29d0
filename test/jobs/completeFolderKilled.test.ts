import { cpSync, rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Host, Storage } from '../../src/engine/host'
import { Gate } from '../../src/engine/jobs/gate'
import { imageSeed } from '../../src/engine/jobs/completeFolder/choices'
import { runJob } from '../../src/engine/jobs/run'
import { jobSpecificationSchema } from '../../src/engine/protocol/specifications'
import { PixelloomError } from '../../src/shared/errors'
import { FolderPlace, type FolderSpecification } from './folderSupport'
import { host, watchJob } from './support'

const place = new FolderPlace()

/**
 * Runs a job on a storage that dies after so many changes to the disk, an append within its text: from then on
 * nothing is done any more, as when the process is gone. Whether it came to its end before.
 */
async function runUntilKilled(spec: FolderSpecification, writes: number): Promise<boolean> {
  let left = writes
  const dead = new PixelloomError('disk', 'The process is gone.')
  const alive = (): boolean => left-- > 0
  const { storage } = host
  const mortal: Storage = {
    ...storage,
    write: (path, bytes) => (alive() ? storage.write(path, bytes) : Promise.reject(dead)),
    async append(path, content) {
      if (alive()) return storage.append(path, content)
      if (left === -1) await storage.append(path, content.slice(0, content.length / 2))
      throw dead
    },
    rename: (from, to) => (alive() ? storage.rename(from, to) : Promise.reject(dead)),
    remove: (path) => (alive() ? storage.remove(path) : Promise.reject(dead)),
    removeUnfinished: (path) => (alive() ? storage.removeUnfinished(path) : Promise.reject(dead)),
    makeFolder: (path) => (alive() ? storage.makeFolder(path) : Promise.reject(dead)),
  }
  const mortalHost: Host = { ...host, storage: mortal }
  const context = { host: mortalHost, gate: new Gate(() => undefined), emit: () => undefined }
  try {
    await runJob(context, jobSpecificationSchema.parse(spec))
    return true
  } catch (thrown) {
    if (thrown !== dead) throw thrown
    return false
  }
}

/** Kills runs of a specification ever later, until one comes to its end; `check` looks at what each left. */
async function killEverywhere(
  changes: Partial<FolderSpecification>,
  prepare: () => void,
  check: (writes: number) => Promise<void>,
): Promise<number> {
  for (let writes = 0; ; writes++) {
    prepare()
    const survived = await runUntilKilled(place.specification(changes), writes)
    await check(writes)
    rmSync(changes.out ?? '', { recursive: true, force: true })
    if (survived) return writes
  }
}

/** At no moment has a picture no line, or two. */
function everyPictureHasItsLine(): void {
  const lines = place.record('killed', true).map(({ file }) => file)
  expect(place.pictures('killed').filter((file) => !lines.includes(file))).toEqual([])
  expect(new Set(lines).size).toBe(lines.length)
}

it('a folder killed at any moment and asked for again ends as one that never was', async () => {
  await place.images('a.png', 'sub/b.png')
  await watchJob(place.specification({ out: place.at('whole') })).end
  const changes = { out: place.at('killed') }
  const writes = await killEverywhere(
    changes,
    () => undefined,
    async (done) => {
      // Before that the folder of completions isn't there.
      if (done > 2) everyPictureHasItsLine()
      await watchJob(place.specification(changes)).end
      expect(place.contents('killed')).toEqual(place.contents('whole'))
    },
  )
  expect(writes).toBeGreaterThan(20)
})

it('a folder drawn anew and killed at any moment ends as one that never was, too', async () => {
  await place.images('a.png', 'sub/b.png')
  await watchJob(place.specification({ out: place.at('whole'), seed: 5 })).end
  await watchJob(place.specification({ out: place.at('before') })).end
  const changes = { out: place.at('killed'), seed: 5, again: true }
  const writes = await killEverywhere(
    changes,
    () => cpSync(place.at('before'), place.at('killed'), { recursive: true }),
    async () => {
      everyPictureHasItsLine()
      // And the line is its own: of the run before, or of the new one.
      const [whole, before, now] = ['whole', 'before', 'killed'].map((name) => place.contents(name))
      for (const line of place.record('killed', true)) {
        const [file, image] = [String(line['file']), String(line['image'])]
        const drawn = line['seed'] === imageSeed(5, image) ? whole : before
        expect([undefined, drawn?.[file]]).toContain(now?.[file])
      }
      await watchJob(place.specification(changes)).end
      expect(place.contents('killed')).toEqual(place.contents('whole'))
    },
  )
  expect(writes).toBeGreaterThan(20)
})

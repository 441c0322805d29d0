import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Photo } from '../../shared/contract/entities'
import type { SkippedFile } from '../../shared/jobs'
import { call, listen } from '../api'
import { t } from '../i18n'
import { skipped as inWords } from '../text/reasonWords'
import { useLibrary } from './library'
import { useRestoring } from './restoring'
import { useToasts } from './toasts'

/** A file that comes as bytes: dropped on a browser, or pasted. It is read only when its turn comes. */
export interface Incoming {
  readonly name: string
  read(): Promise<Uint8Array<ArrayBuffer>>
}

/** Files being added: shown while it lasts. `total` is 0 while they are counted. */
interface Adding {
  readonly done: number
  readonly total: number
}

interface Outcome {
  readonly added: Photo[]
  readonly count: number
  readonly skipped: SkippedFile[]
  readonly cancelled: boolean
}

let imports = 0

/** Bringing photos into the library: by path, as bytes, whole folders of them, and what came of it. */
export const useImports = defineStore('imports', () => {
  const adding = ref<Adding>()
  /** What was left out the last time, and why. */
  const leftOut = shallowRef<readonly SkippedFile[]>([])
  const reportOpen = ref(false)
  /** Breaks off what is under way. */
  let stop: (() => void) | undefined

  const cancellable = computed(() => adding.value !== undefined)

  function cancel(): void {
    stop?.()
  }

  function welcome(outcome: Outcome): void {
    const library = useLibrary()
    library.take(...outcome.added.filter(({ id }) => !library.find(id)))
    const first = outcome.added[0]
    if (first) library.select(first.id)
    tell(outcome)
    // Whether it was made here is an extra: without an answer it is a photo like any other.
    void useToasts().attempt(() => useRestoring().look(outcome.added))
  }

  function tell({ count, skipped, cancelled }: Outcome): void {
    const { show } = useToasts()
    leftOut.value = skipped
    const [first, second] = skipped
    if (!first) {
      if (cancelled) show({ tone: 'plain', message: t('library.stopped', { n: count }) })
      else if (count > 1) show({ tone: 'good', message: t('library.added', { n: count }) })
      else if (count === 0) show({ tone: 'plain', message: t('library.nothingFound') })
      return
    }
    const tone = count > 0 ? 'plain' : 'bad'
    if (count === 0 && !second) {
      show({ tone, message: sentence(inWords(first)) })
      return
    }
    const both = { added: t('library.added', { n: count }), out: t('library.leftOut', { n: skipped.length }) }
    show({
      tone,
      message: t('library.addedAndLeftOut', both),
      action: { label: t('library.whyLeftOut'), run: () => (reportOpen.value = true) },
    })
  }

  async function addPaths(paths: string[]): Promise<void> {
    if (paths.length === 0) return
    const importId = `import-${Date.now()}-${imports++}`
    const quiet = listen('library.importing', ({ importId: id, done, total }) => {
      if (id === importId) adding.value = { done, total }
    })
    stop = () => void useToasts().attempt(() => call('library.cancelImport', { importId }))
    adding.value = { done: 0, total: 0 }
    try {
      welcome(await call('library.addPaths', { paths, importId }))
    } finally {
      quiet()
      adding.value = undefined
      stop = undefined
    }
  }

  /** One file at a time, so that a folder of thousands never lies in memory at once. */
  async function addFiles(files: readonly Incoming[]): Promise<void> {
    const outcome = { added: [] as Photo[], count: 0, skipped: [] as SkippedFile[], cancelled: false }
    stop = () => (outcome.cancelled = true)
    try {
      for (const [index, file] of files.entries()) {
        if (outcome.cancelled) break
        adding.value = { done: index, total: files.length }
        const one = await addOne(file)
        outcome.added.push(...one.added)
        outcome.count += one.added.length
        outcome.skipped.push(...one.skipped)
      }
    } finally {
      adding.value = undefined
      stop = undefined
    }
    welcome(outcome)
  }

  async function addOne(file: Incoming): Promise<Pick<Outcome, 'added' | 'skipped'>> {
    const out = (reason: string): Pick<Outcome, 'added' | 'skipped'> => ({
      added: [],
      skipped: [{ path: file.name, reason }],
    })
    let data: Uint8Array<ArrayBuffer>
    try {
      data = await file.read()
    } catch (error) {
      return out(t('library.cantRead', { reason: error instanceof Error ? error.message : String(error) }))
    }
    return data.length === 0
      ? out(t('library.emptyFile'))
      : call('library.addBytes', { name: file.name, data })
  }

  /** The window's own dialog. */
  async function choose(): Promise<void> {
    const { paths } = await call('dialogs.chooseImages', {})
    await addPaths(paths)
  }

  async function chooseFolder(): Promise<void> {
    const { path } = await call('dialogs.chooseFolder', {})
    if (path !== null) await addPaths([path])
  }

  return { adding, cancellable, leftOut, reportOpen, cancel, addPaths, addFiles, choose, chooseFolder }
})

function sentence(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`
}

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { modelArchiveEnding } from '../../shared/commands'
import type { ModelSummary } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import { call, downloadUrl } from '../api'
import { t } from '../i18n'
import { bytes } from '../text/words'
import { useModels } from './models'
import { useToasts } from './toasts'

/** Files that a model folder is made of, as far as they are handed on. */
export const modelParts: readonly string[] = ['model.json', 'weights.safetensors', 'metrics.jsonl']

/** A file that came without a path: its name, and a way to its content. */
export interface ModelFile {
  readonly name: string
  read(): Promise<Uint8Array>
}

/** Bytes that a browser hands over at once: a string of it, in base64, has to fit a request. */
const mostBytes = 180_000_000

export function isModelFile(name: string): boolean {
  return name.toLowerCase().endsWith(modelArchiveEnding)
}

/** Models that come as files and leave as files. */
export const useModelFiles = defineStore('modelFiles', () => {
  const models = useModels()
  const toasts = useToasts()
  /** How many are being imported. */
  const coming = ref(0)
  const busy = computed(() => coming.value > 0)
  /** The dialog for a path is open: a browser has no other way to a file that is too large for it. */
  const asking = ref(false)

  async function bring(take: () => Promise<ModelSummary>): Promise<void> {
    coming.value += 1
    try {
      const before = models.models
      const model = await take()
      await models.refresh()
      const same = before.some(({ name, id }) => name === model.name && id !== model.id)
      const { name, id } = model
      const message = same ? t('models.importedBeside', { name, id }) : t('models.imported', { name })
      toasts.show({ tone: 'good', message })
    } finally {
      coming.value -= 1
    }
  }

  function fromPath(path: string): Promise<void> {
    return bring(() => call('models.import', { path }))
  }

  async function fromPaths(paths: readonly string[]): Promise<void> {
    for (const path of paths) await toasts.attempt(() => fromPath(path))
  }

  /** Files that were dropped or chosen in a browser: packed models, or those of one model folder. */
  async function fromFiles(files: readonly ModelFile[], folder = 'model'): Promise<void> {
    const packed = files.filter(({ name }) => isModelFile(name))
    const loose = files.filter(({ name }) => modelParts.includes(name))
    if (packed.length === 0 && loose.length === 0) {
      throw new PixelloomError('not-found', t('models.noModelFile'))
    }
    for (const file of packed) await toasts.attempt(() => fromContents(file.name, [file]))
    if (loose.length > 0) await fromContents(folder, loose)
  }

  async function fromContents(name: string, files: readonly ModelFile[]): Promise<void> {
    const read = await Promise.all(files.map(async (file) => ({ name: file.name, data: await file.read() })))
    const size = read.reduce((sum, { data }) => sum + data.length, 0)
    if (size > mostBytes) {
      throw new PixelloomError('unsupported', t('models.tooLarge', { name, size: bytes(size) }))
    }
    await bring(() => call('models.importFiles', { name, files: read }))
  }

  /** By the window's own dialogs. */
  async function choose(what: 'file' | 'folder'): Promise<void> {
    const { path } = await call(what === 'file' ? 'dialogs.chooseModelFile' : 'dialogs.chooseFolder', {})
    if (path !== null) await fromPath(path)
  }

  async function save(modelId: string): Promise<void> {
    const saved = await call('models.export', { modelId })
    if (saved.how === 'saved') {
      toasts.show({ tone: 'good', message: t('models.exported'), detail: saved.path })
    } else if (saved.how === 'download') {
      const link = document.createElement('a')
      link.href = downloadUrl(saved.address, saved.name)
      link.download = saved.name
      link.click()
    }
  }

  return { busy, asking, fromPath, fromPaths, fromFiles, choose, save }
})

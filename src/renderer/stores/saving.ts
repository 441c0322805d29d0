import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { z } from 'zod'
import type { SavedFormat } from '../../shared/saving'
import type { Settings } from '../../shared/settings'
import { call, downloadUrl, imageUrl } from '../api'
import { t } from '../i18n'
import { useSettings } from './settings'
import { useToasts } from './toasts'

const remembered = 'pixelloom.saving'
const keptSchema = z.object({ lossless: z.boolean().catch(true), recipe: z.boolean().catch(true) })

/** How results leave the app: in which format, under which name, with what beside the picture. */
export const useSaving = defineStore('saving', () => {
  const preferences = useSettings()
  /** What the settings say as well; changed here, it is changed there. */
  const settings = computed(() => preferences.settings.saving)
  const own = ref(kept())

  async function change(saving: Partial<Settings['saving']>): Promise<void> {
    await preferences.set({ saving })
  }

  function keep(choice: Partial<z.output<typeof keptSchema>>): void {
    own.value = { ...own.value, ...choice }
    localStorage.setItem(remembered, JSON.stringify(own.value))
  }

  const format = computed<SavedFormat>(() => settings.value.format)
  /** Every pixel outside the mask stays as it was, bit for bit. */
  const exact = computed(() => format.value === 'png' || (format.value === 'webp' && own.value.lossless))
  const as = computed(() => own.value)
  /** All of it, for what was chosen a moment ago may not be among the app's settings yet. */
  const choices = computed(() => {
    const { format, quality, keepMetadata, nameTemplate } = settings.value
    return { ...own.value, format, quality, keepMetadata, nameTemplate }
  })

  function download(address: string, name: string): void {
    const link = document.createElement('a')
    link.href = downloadUrl(address, name)
    link.download = name
    link.click()
  }

  function tell(saved: { how: 'saved'; path: string } | { how: 'download'; address: string; name: string }) {
    if (saved.how === 'saved') {
      useToasts().show({ tone: 'good', message: t('complete.saving.saved'), detail: saved.path })
      return
    }
    download(saved.address, saved.name)
    useToasts().show({ tone: 'good', message: t('complete.saving.downloading', { name: saved.name }) })
  }

  async function save(jobId: string, variant: number): Promise<void> {
    const saved = await call('results.save', { jobId, variant, as: choices.value })
    if (saved.how !== 'cancelled') tell(saved)
  }

  async function saveGrid(jobId: string): Promise<void> {
    const saved = await call('results.saveGrid', { jobId, as: choices.value })
    if (saved.how !== 'cancelled') tell(saved)
  }

  async function saveAll(jobId: string): Promise<void> {
    const saved = await call('results.saveAll', { jobId, as: choices.value })
    const { show } = useToasts()
    if (saved.how === 'saved') {
      const message = t('complete.saving.savedAll', { n: saved.count })
      show({ tone: 'good', message, detail: saved.folder })
    }
    if (saved.how === 'download') {
      for (const { address, name } of saved.files) download(address, name)
      show({ tone: 'good', message: t('complete.saving.downloadingAll', { n: saved.files.length }) })
    }
  }

  async function copy(jobId: string, variant: number): Promise<void> {
    const copied = await call('results.copy', { jobId, variant })
    if (copied.how === 'address') {
      // Begun at once with a promise: some browsers allow it only while a key or button is pressed.
      const picture = fetch(imageUrl(copied.address)).then((response) => response.blob())
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
    }
    useToasts().show({ tone: 'good', message: t('complete.saving.copied', { n: variant + 1 }) })
  }

  return {
    ...{ settings, format, exact, as, change, keep },
    ...{ save, saveGrid, saveAll, copy },
  }
})

function kept(): z.output<typeof keptSchema> {
  let value: unknown
  try {
    value = JSON.parse(localStorage.getItem(remembered) ?? '{}')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const read = keptSchema.safeParse(value)
  return read.success ? read.data : { lossless: true, recipe: true }
}

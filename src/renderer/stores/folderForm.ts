import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Fit, Quality } from '../../shared/completion'
import type { MethodArguments, MethodInput, MethodOutput } from '../../shared/contract/methods'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import { modelFor } from '../../shared/quality'
import { call } from '../api'
import { t } from '../i18n'
import { completingTemperature, drawingChoices, fillChoices, seedOf, wrongSeed } from './drawingChoices'
import { useJobs } from './jobs'
import { useModels } from './models'

export type MasksFrom = 'folder' | 'file' | 'transparency' | 'half'
export type Half = 'top' | 'bottom' | 'left' | 'right'

/** Milliseconds without a key after which a folder is looked into. */
const pause = 400

/** Which folder is to be completed and how, kept while a person looks at something else. */
export const useFolderForm = defineStore('folderForm', () => {
  const open = ref(false)
  const folder = ref('')
  const masksFrom = ref<MasksFrom>('folder')
  const maskFolder = ref('')
  const maskFile = ref('')
  const half = ref<Half>('bottom')
  const modelId = ref<string>()
  const quality = ref<Quality>('better')
  const count = ref<number | undefined>(1)
  const fit = ref<Fit>('model')
  const feather = ref(0)
  const match = ref(false)
  const out = ref('')
  const again = ref(false)
  const drawing = drawingChoices(() => completingTemperature(model.value))
  const badSeed = wrongSeed(drawing)

  const model = computed(() => {
    const { models, chosen } = useModels()
    return models.find(({ id }) => id === modelId.value) ?? chosen
  })

  /** Undefined while a path is missing. */
  const masks = computed<MethodInput<'jobs.completeFolder'>['masks'] | undefined>(() => {
    switch (masksFrom.value) {
      case 'folder':
        return maskFolder.value.trim() === '' ? undefined : { from: 'folder', path: maskFolder.value.trim() }
      case 'file':
        return maskFile.value.trim() === '' ? undefined : { from: 'file', path: maskFile.value.trim() }
      case 'half':
        return { from: 'half', half: half.value }
      case 'transparency':
        return { from: 'transparency' }
    }
  })

  const place = computed(() => {
    const path = folder.value.trim()
    if (path === '' || !masks.value) return undefined
    return { folder: path, masks: masks.value, out: out.value.trim() || undefined }
  })

  /** What is there, and what is wrong with it; both undefined while nobody knows. */
  const found = ref<MethodOutput<'jobs.inspectFolder'>>()
  const trouble = ref<ErrorValue>()
  const looking = ref(false)
  const wanted = computed(() => (open.value && place.value ? JSON.stringify(place.value) : ''))
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(wanted, (text) => {
    found.value = undefined
    trouble.value = undefined
    looking.value = text !== ''
    clearTimeout(timer)
    if (text !== '') timer = setTimeout(() => void look(text), pause)
  })

  async function look(text: string): Promise<void> {
    if (!place.value) return
    try {
      const inspection = await call('jobs.inspectFolder', place.value)
      if (text === wanted.value) found.value = inspection
    } catch (thrown) {
      if (text === wanted.value) trouble.value = toErrorValue(thrown)
    }
    if (text === wanted.value) looking.value = false
  }

  const obstacle = computed(() => {
    if (folder.value.trim() === '') return t('queue.folder.noFolder')
    if (!masks.value) return t('queue.folder.noMasks')
    if (!model.value) return t('queue.forms.noModel')
    if (count.value === undefined) return t('queue.folder.noCount')
    return badSeed.value ? t('queue.forms.wrongField') : undefined
  })

  const request = computed<MethodInput<'jobs.completeFolder'>>(() => ({
    folder: folder.value.trim(),
    masks: masks.value ?? { from: 'transparency' },
    out: out.value.trim() || undefined,
    modelId: (model.value && modelFor(quality.value, model.value, useModels().models).id) ?? '',
    quality: quality.value,
    count: count.value ?? 1,
    fit: fit.value,
    feather: feather.value,
    match: match.value,
    again: again.value,
    temperature: drawing.temperature,
    topP: drawing.topP,
    seed: seedOf(drawing.seed),
  }))

  /** Opens with these choices. */
  function fill(from: MethodArguments<'jobs.completeFolder'>): void {
    folder.value = from.folder
    masksFrom.value = from.masks.from
    if (from.masks.from === 'folder') maskFolder.value = from.masks.path
    if (from.masks.from === 'file') maskFile.value = from.masks.path
    if (from.masks.from === 'half') half.value = from.masks.half
    modelId.value = from.modelId
    quality.value = from.quality
    count.value = from.count
    fit.value = from.fit ?? 'model'
    feather.value = from.feather ?? 0
    match.value = from.match ?? false
    out.value = from.out ?? ''
    // With other choices what is there would be kept as it was.
    again.value = true
    fillChoices(drawing, from)
    open.value = true
  }

  async function start(): Promise<void> {
    useJobs().accept(await call('jobs.completeFolder', request.value))
    open.value = false
  }

  return {
    ...{ open, folder, masksFrom, maskFolder, maskFile, half, modelId, quality, count, fit, feather, match },
    ...{
      out,
      again,
      drawing,
      badSeed,
      model,
      masks,
      found,
      trouble,
      looking,
      obstacle,
      request,
      fill,
      start,
    },
  }
})

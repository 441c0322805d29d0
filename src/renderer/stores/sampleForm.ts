import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { MethodArguments, MethodInput } from '../../shared/contract/methods'
import { call } from '../api'
import { t } from '../i18n'
import { useApp } from './app'
import { drawingChoices, fillChoices, seedOf, wrongSeed } from './drawingChoices'
import { useJobs } from './jobs'
import { useModels } from './models'

export const mostSamples = 100_000
/** Longest side of a drawn image. */
export const longestSide = 1024

/** What samples are to be drawn, kept while a person looks at something else. */
export const useSampleForm = defineStore('sampleForm', () => {
  const open = ref(false)
  const modelId = ref<string>()
  const count = ref<number | undefined>(50)
  const size = ref<'model' | 'own'>('model')
  const width = ref<number>()
  const height = ref<number>()
  const format = ref<'png' | 'webp'>('png')
  const grid = ref(true)
  const npy = ref(false)
  const name = ref('')
  const out = ref('')
  const drawing = drawingChoices()
  const badSeed = wrongSeed(drawing)

  const model = computed(() => {
    const { models, chosen } = useModels()
    return models.find(({ id }) => id === modelId.value) ?? chosen
  })

  const badName = computed(() => name.value.trim() !== '' && !/\{(number|index)\}/.test(name.value))

  const obstacle = computed(() => {
    if (!model.value) return t('queue.forms.noModel')
    if (count.value === undefined) return t('queue.sample.noCount')
    if (badSeed.value || badName.value) return t('queue.forms.wrongField')
    return undefined
  })

  const request = computed<MethodInput<'jobs.sample'>>(() => ({
    modelId: model.value?.id ?? '',
    count: count.value ?? 1,
    ...(size.value === 'own' && { width: width.value, height: height.value }),
    temperature: drawing.temperature,
    topP: drawing.topP,
    seed: seedOf(drawing.seed),
    format: format.value,
    grid: grid.value,
    npy: npy.value,
    name: name.value.trim() || undefined,
    out: out.value.trim() || undefined,
  }))

  /** Opens with these choices; a folder that the app had made is not for another run. */
  function fill(from: MethodArguments<'jobs.sample'>): void {
    modelId.value = from.modelId
    count.value = from.count
    size.value = from.width === undefined && from.height === undefined ? 'model' : 'own'
    width.value = from.width
    height.value = from.height
    format.value = from.format
    grid.value = from.grid
    npy.value = from.npy
    name.value = from.name ?? ''
    const made = useApp().info?.dataFolder
    out.value = from.out === undefined || (made && from.out.startsWith(made)) ? '' : from.out
    fillChoices(drawing, from)
    open.value = true
  }

  async function start(): Promise<void> {
    useJobs().accept(await call('jobs.sample', request.value))
    open.value = false
  }

  return {
    ...{ open, modelId, count, size, width, height, format, grid, npy, name, out, drawing },
    ...{ model, badSeed, badName, obstacle, request, fill, start },
  }
})

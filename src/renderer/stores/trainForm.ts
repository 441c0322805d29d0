import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { z } from 'zod'
import type { MethodInput } from '../../shared/contract/methods'
import { modelSummarySchema, type ModelSummary } from '../../shared/contract/entities'
import type { DataReport } from '../../shared/jobs'
import { architectureSchema, type Architecture } from '../../shared/model/configuration'
import { optimizerSchema, scheduleSchema, type OptimizerName, type ScheduleName } from '../../shared/training'
import { t } from '../i18n'
import { efforts, type Effort, fineTuning } from '../training/presets'
import { suited } from '../training/suited'
import { fileName } from '../text/words'
import { keepDraft } from './draft'

/** Fields of the advanced part as they are typed; empty leaves the choice to the engine. */
const advancedSchema = z.object({
  hidden: z.string(),
  layers: z.string(),
  multiScale: z.string(),
  batch: z.string(),
  learningRate: z.string(),
  warmUp: z.string(),
  average: z.string(),
  steps: z.string(),
  minutes: z.string(),
  seed: z.string(),
  keep: z.string(),
})
type Advanced = z.infer<typeof advancedSchema>

export type Field = keyof Advanced

const pictureParts = ['size', 'channels', 'levels'] as const

/** The form as it is filled in. */
const draftSchema = z.object({
  data: z.string(),
  name: z.string(),
  named: z.boolean(),
  architecture: architectureSchema,
  size: z.number(),
  channels: z.union([z.literal(1), z.literal(3)]),
  levels: z.number(),
  effort: z.enum(['quick', 'overnight', 'paper', 'own']),
  advanced: advancedSchema,
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  flip: z.enum(['no', 'yes']),
  earlyStop: z.boolean(),
  from: z.object({ model: modelSummarySchema, step: z.number().optional() }).optional(),
  chosen: z.array(z.enum(pictureParts)),
})

/** What a field takes; `words` of the area `train.wrong` say so. */
const limits: Record<Field, { low: number; high: number; whole: boolean }> = {
  hidden: { low: 1, high: 512, whole: true },
  layers: { low: 0, high: 32, whole: true },
  multiScale: { low: 1, high: 128, whole: true },
  batch: { low: 1, high: 256, whole: true },
  learningRate: { low: 1e-9, high: 10, whole: false },
  warmUp: { low: 0, high: 1e6, whole: true },
  average: { low: 0, high: 0.999999, whole: false },
  steps: { low: 1, high: 1e9, whole: true },
  minutes: { low: 0.001, high: 1e6, whole: false },
  seed: { low: 0, high: 0xffffffff, whole: true },
  keep: { low: 1, high: 100, whole: true },
}

function parse(field: Field, text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const { low, high, whole } = limits[field]
  const value = Number(trimmed)
  const good = value >= low && value <= high && (!whole || Number.isInteger(value))
  return good ? value : Number.NaN
}

/** Sides of small images that a Multi-Scale model of this size can begin with. */
function smallSizes(size: number): number[] {
  return size % 2 === 0 ? [size / 2, ...smallSizes(size / 2)] : []
}

/** The training form, kept while a person looks at other views. */
export const useTrainForm = defineStore('trainForm', () => {
  const data = ref('')
  const name = ref('')
  /** The name was typed, so that a new folder doesn't replace it. */
  const named = ref(false)
  const architecture = ref<Architecture>('pixelcnn')
  const size = ref<number>(32)
  const channels = ref<1 | 3>(3)
  const levels = ref<number>(256)
  const effort = ref<Effort['id'] | 'own'>('quick')
  const advanced = reactive<Advanced>({
    hidden: '',
    layers: '',
    multiScale: '',
    batch: '',
    learningRate: '',
    warmUp: '',
    average: '',
    steps: '',
    minutes: '',
    seed: '',
    keep: '',
  })

  const optimizer = ref<OptimizerName>('rmsprop')
  const schedule = ref<ScheduleName>('constant')
  const flip = ref<'no' | 'yes'>('no')
  const earlyStop = ref(false)
  /** The model whose weights to begin with, and of which of its checkpoints; its network is then this one's too. */
  const from = ref<{ readonly model: ModelSummary; readonly step: number | undefined }>()
  /** Counts up when somebody is sent here to choose other images. */
  const askedForData = ref(0)
  /** What a person chose of the picture: no folder changes it any more. */
  const chosen = reactive(new Set<(typeof pictureParts)[number]>())

  function sizeNetwork({ network }: Effort): void {
    const { hidden, layers } = network[architecture.value]
    advanced.hidden = String(hidden)
    advanced.layers = String(layers)
  }

  function choose(id: Effort['id'] | 'own'): void {
    effort.value = id
    const preset = efforts.find((candidate) => candidate.id === id)
    if (!preset) return
    sizeNetwork(preset)
    advanced.minutes = preset.minutes === undefined ? '' : String(preset.minutes)
    advanced.average = preset.average === undefined ? '' : String(preset.average)
    advanced.steps = ''
    earlyStop.value = id === 'overnight'
    if (id !== 'paper') return
    optimizer.value = 'rmsprop'
    schedule.value = 'constant'
    flip.value = 'no'
  }
  choose('quick')

  function pick(what: (typeof pictureParts)[number], value: number): void {
    chosen.add(what)
    if (what === 'channels') channels.value = value === 3 ? 3 : 1
    else if (what === 'size') size.value = value
    else levels.value = value
  }

  /** Takes up what suits the images, but for what a person has chosen, and what another model decides. */
  function adapt(report: DataReport): void {
    if (from.value) return
    const fit = suited(report)
    if (!chosen.has('size')) size.value = fit.size
    if (!chosen.has('channels')) channels.value = fit.channels
    if (!chosen.has('levels')) levels.value = fit.levels
  }

  /** A new model that begins where another is: with its network, so that only the rest can be chosen. */
  function forkFrom(model: ModelSummary, step: number | undefined): void {
    const { configuration } = model
    from.value = { model, step }
    architecture.value = configuration.architecture
    size.value = configuration.size
    channels.value = configuration.channels
    levels.value = configuration.levels
    advanced.hidden = String(configuration.hidden)
    advanced.layers = String(configuration.layers)
    advanced.multiScale = configuration.small ? String(configuration.small.size) : ''
    effort.value = 'own'
    for (const field of ['minutes', 'learningRate', 'warmUp', 'average'] as const) {
      advanced[field] = String(fineTuning[field])
    }
    optimizer.value = fineTuning.optimizer
    schedule.value = fineTuning.schedule
    advanced.steps = ''
    // Of a bundled model it is told in words.
    if (model.training && !model.bundled) data.value = model.training.data
    named.value = true
    name.value = t('train.fork.name', { name: model.name })
  }

  function forkNothing(): void {
    from.value = undefined
    named.value = false
    chosen.clear()
    optimizer.value = 'rmsprop'
    schedule.value = 'constant'
    advanced.learningRate = ''
    advanced.warmUp = ''
    choose('quick')
  }

  /** Takes up an earlier request, to change something of it. */
  function restore(request: MethodInput<'jobs.train'>): void {
    named.value = true
    name.value = request.name
    data.value = request.data
    architecture.value = request.architecture ?? 'pixelcnn'
    if (request.size !== undefined) pick('size', request.size)
    if (request.channels !== undefined) pick('channels', request.channels)
    if (request.levels !== undefined) pick('levels', request.levels)
    effort.value = 'own'
    for (const field of Object.keys(limits) as Field[]) {
      const value = request[field]
      advanced[field] = value === undefined ? '' : String(value)
    }
    optimizer.value = request.optimizer ?? 'rmsprop'
    schedule.value = request.schedule ?? 'constant'
    flip.value = request.flip ? 'yes' : 'no'
    earlyStop.value = request.earlyStop ?? false
  }

  function chooseNetwork(name: Architecture): void {
    architecture.value = name
    const preset = efforts.find((candidate) => candidate.id === effort.value)
    if (preset) sizeNetwork(preset)
  }

  function edit(field: Field, text: string): void {
    advanced[field] = text
    if (['hidden', 'layers', 'minutes', 'steps', 'average'].includes(field)) effort.value = 'own'
  }

  watch(data, (path) => {
    if (!named.value) name.value = fileName(path.trim()).replace(/\.[a-z0-9]+$/i, '')
  })

  keepDraft(
    'training',
    draftSchema,
    () => ({
      ...{ data: data.value, name: name.value, named: named.value, architecture: architecture.value },
      ...{ size: size.value, channels: channels.value, levels: levels.value, effort: effort.value },
      ...{ advanced: { ...advanced }, optimizer: optimizer.value, schedule: schedule.value },
      ...{ flip: flip.value, earlyStop: earlyStop.value, from: from.value, chosen: [...chosen] },
    }),
    (kept) => {
      // Named first: a name that was typed is not to follow the folder.
      named.value = kept.named
      data.value = kept.data
      name.value = kept.name
      architecture.value = kept.architecture
      size.value = kept.size
      channels.value = kept.channels
      levels.value = kept.levels
      effort.value = kept.effort
      Object.assign(advanced, kept.advanced)
      optimizer.value = kept.optimizer
      schedule.value = kept.schedule
      flip.value = kept.flip
      earlyStop.value = kept.earlyStop
      from.value = kept.from && { model: kept.from.model, step: kept.from.step }
      for (const part of kept.chosen) chosen.add(part)
    },
  )

  /** Fields of the advanced part that hold something else than what they ask for. */
  const wrong = computed(() =>
    (Object.keys(limits) as Field[]).filter((field) => Number.isNaN(parse(field, advanced[field]))),
  )

  const obstacle = computed(() => {
    const first = wrong.value[0]
    const small = parse('multiScale', advanced.multiScale)
    if (data.value.trim() === '') return t('train.obstacle.data')
    if (name.value.trim() === '') return t('train.obstacle.name')
    if (schedule.value !== 'constant' && advanced.minutes.trim() === '' && advanced.steps.trim() === '') {
      return t('train.obstacle.schedule')
    }
    if (first) return t(`train.wrong.${first}`)
    return small !== undefined && !smallSizes(size.value).includes(small)
      ? t('train.obstacle.small', { sizes: smallSizes(size.value).join(', '), size: size.value })
      : undefined
  })

  const request = computed<MethodInput<'jobs.train'>>(() => {
    const numbers: Partial<Record<Field, number>> = Object.fromEntries(
      (Object.keys(limits) as Field[])
        .map((field) => [field, parse(field, advanced[field])] as const)
        .filter(([, value]) => value !== undefined),
    )
    const common = {
      name: name.value.trim(),
      data: data.value.trim(),
      optimizer: optimizer.value,
      schedule: schedule.value,
      flip: flip.value === 'yes',
      earlyStop: earlyStop.value,
    }
    if (from.value) {
      const { model, step } = from.value
      const { hidden: _h, layers: _l, multiScale: _m, ...rest } = numbers
      return { ...common, ...rest, from: { modelId: model.id, ...(step !== undefined && { step }) } }
    }
    return {
      ...common,
      architecture: architecture.value,
      size: size.value,
      channels: channels.value,
      levels: levels.value,
      ...numbers,
    }
  })

  return {
    ...{ data, name, named, architecture, size, channels, levels, effort, advanced },
    ...{ optimizer, schedule, flip, earlyStop, from, askedForData, wrong, obstacle, request },
    ...{ choose, chooseNetwork, edit, pick, adapt, forkFrom, forkNothing, restore },
  }
})

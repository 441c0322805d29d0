import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import type { MethodInput } from '../../shared/contract/methods'
import type { Architecture } from '../../shared/model/configuration'
import type { OptimizerName, ScheduleName } from '../../shared/training'
import { efforts, type Effort } from '../training/presets'
import { fileName } from '../text/words'

/** Fields of the advanced part as they are typed; empty leaves the choice to the engine. */
interface Advanced {
  hidden: string
  layers: string
  multiScale: string
  batch: string
  learningRate: string
  warmUp: string
  average: string
  steps: string
  minutes: string
  seed: string
}

type Field = keyof Advanced

const limits: Record<Field, { low: number; high: number; whole: boolean; words: string }> = {
  hidden: { low: 1, high: 512, whole: true, words: 'Features: a whole number from 1 to 512.' },
  layers: { low: 0, high: 32, whole: true, words: 'Blocks: a whole number from 0 to 32.' },
  multiScale: { low: 1, high: 128, whole: true, words: 'Small image: a whole number from 1 to 128.' },
  batch: { low: 1, high: 256, whole: true, words: 'Batch: a whole number from 1 to 256.' },
  learningRate: {
    low: 1e-9,
    high: 10,
    whole: false,
    words: 'Learning rate: a number above 0, such as 0.001.',
  },
  warmUp: { low: 0, high: 1e6, whole: true, words: 'Warm-up: a whole number of steps, such as 500.' },
  average: { low: 0, high: 0.999999, whole: false, words: 'Average: 0, or a number below 1 such as 0.999.' },
  steps: { low: 1, high: 1e9, whole: true, words: 'Steps: a whole number above 0.' },
  minutes: { low: 0.001, high: 1e6, whole: false, words: 'Minutes: a number above 0.' },
  seed: { low: 0, high: 0xffffffff, whole: true, words: 'Seed: a whole number from 0 to 4294967295.' },
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
  const size = ref<number>(28)
  const channels = ref<1 | 3>(1)
  const levels = ref<number>(2)
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
  })

  const optimizer = ref<OptimizerName>('rmsprop')
  const schedule = ref<ScheduleName>('constant')
  const flip = ref<'no' | 'yes'>('no')

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
    if (id !== 'paper') return
    optimizer.value = 'rmsprop'
    schedule.value = 'constant'
    flip.value = 'no'
  }
  choose('quick')

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

  /** Fields of the advanced part that hold something else than what they ask for. */
  const wrong = computed(() =>
    (Object.keys(limits) as Field[]).filter((field) => Number.isNaN(parse(field, advanced[field]))),
  )

  const obstacle = computed(() => {
    const first = wrong.value[0]
    const small = parse('multiScale', advanced.multiScale)
    if (data.value.trim() === '') return 'Choose the folder with your images.'
    if (name.value.trim() === '') return 'Give the model a name.'
    if (schedule.value !== 'constant' && advanced.minutes.trim() === '' && advanced.steps.trim() === '') {
      return 'A rate that falls needs to know the end: set minutes or steps, or keep it constant.'
    }
    if (first) return limits[first].words
    return small !== undefined && !smallSizes(size.value).includes(small)
      ? `Small image: one of ${smallSizes(size.value).join(', ')} for images of ${size.value}.`
      : undefined
  })

  const request = computed<MethodInput<'jobs.train'>>(() => {
    const numbers = Object.fromEntries(
      (Object.keys(limits) as Field[])
        .map((field) => [field, parse(field, advanced[field])] as const)
        .filter(([, value]) => value !== undefined),
    )
    return {
      name: name.value.trim(),
      data: data.value.trim(),
      architecture: architecture.value,
      size: size.value,
      channels: channels.value,
      levels: levels.value,
      optimizer: optimizer.value,
      schedule: schedule.value,
      flip: flip.value === 'yes',
      ...numbers,
    }
  })

  return {
    data,
    name,
    named,
    architecture,
    size,
    channels,
    levels,
    effort,
    advanced,
    optimizer,
    schedule,
    flip,
    wrong,
    obstacle,
    request,
    choose,
    chooseNetwork,
    edit,
  }
})

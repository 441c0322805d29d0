import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { trainingBytes } from '../../shared/checkpointSize'
import type { MethodInput, MethodOutput } from '../../shared/contract/methods'
import type { JobSnapshot } from '../../shared/jobs'
import { call } from '../api'
import { usualAverage, usualBatch, usualKeep } from '../training/presets'
import { readMeasured, writeMeasured, type Measured } from '../training/measured'
import { useApp } from './app'
import { useDataCheck } from './dataCheck'
import { useJobs } from './jobs'
import { useToasts } from './toasts'
import { useTrainForm } from './trainForm'
import { useTraining } from './training'

/** Bytes that are left free, whatever a training needs. */
const spare = 64 * 2 ** 20

/** What the training that the form describes takes on this machine: measured once for each network, and kept. */
export const useCosts = defineStore('costs', () => {
  /** Job that measured a configuration, by what was asked. */
  const asked = ref(new Map<string, string>())
  const known = ref(readMeasured())
  const room = ref<MethodOutput<'training.room'>>({})

  const request = computed<MethodInput<'jobs.measure'>>(() => {
    const { architecture, size, channels, levels, wrong, advanced } = useTrainForm()
    const number = (field: 'hidden' | 'layers' | 'multiScale' | 'batch'): number | undefined =>
      advanced[field].trim() === '' || wrong.includes(field) ? undefined : Number(advanced[field])
    return {
      ...{ architecture, size, channels, levels },
      ...{ hidden: number('hidden'), layers: number('layers') },
      ...{ multiScale: number('multiScale'), batch: number('batch') },
    }
  })
  /** Another version, or another number of cores, is another speed. */
  const key = computed(() => {
    const { version = '', cores = 0 } = useApp().info ?? {}
    return JSON.stringify([version, cores, request.value])
  })

  /** The measurement of what the form holds now. */
  const current = computed<JobSnapshot | undefined>(() => useJobs().find(asked.value.get(key.value)))
  const measured = computed<Measured | undefined>(() => known.value[key.value])
  const measuring = computed(() => running().some(({ id }) => id === current.value?.id))

  /** Those that are done, whatever the form holds by now. */
  const done = computed(() =>
    [...asked.value].flatMap(([at, id]) => {
      const result = useJobs().find(id)?.result
      return result?.kind === 'bench' && !known.value[at] ? [{ at, id, result }] : []
    }),
  )
  watch(done, async (list) => {
    for (const { at, id, result } of list) {
      const { seconds, memoryBytes, parameters } = result
      known.value = { ...known.value, [at]: { stepSeconds: seconds, memoryBytes, parameters } }
      writeMeasured(known.value)
      // What it told is kept; nobody looks for the job itself.
      await useToasts().attempt(() => useJobs().dismiss(id))
    }
  })

  function running(): JobSnapshot[] {
    return useJobs().active.filter(({ id }) => [...asked.value.values()].includes(id))
  }

  async function stop(): Promise<void> {
    await Promise.all(running().map(({ id }) => useJobs().cancel(id)))
  }

  /** One at a time: two would slow each other down. */
  async function measure(): Promise<void> {
    await stop()
    const [at, wanted] = [key.value, request.value]
    const job = useJobs().accept(await call('jobs.measure', wanted))
    asked.value.set(at, job.id)
    await look()
  }

  /** What is free now: it changes with every program that opens. */
  async function look(): Promise<void> {
    room.value = await call('training.room', {})
  }

  /** What a training would write: the model, checkpoints (one more while it is written), and decoded images. */
  const disk = computed(() => {
    const parameters = measured.value?.parameters
    if (parameters === undefined) return undefined
    const { optimizer = 'rmsprop', average = usualAverage, keep = usualKeep } = useTrainForm().request
    const bytes = trainingBytes(parameters, { optimizer, average })
    const { report } = useDataCheck()
    const { size, channels } = request.value
    const images = report?.format === 'folder' ? report.images * size * size * channels : 0
    return { needed: bytes.model + bytes.checkpoint * (keep + 2) + images, checkpoint: bytes.checkpoint }
  })

  /** What there is not enough of, with what would do. */
  const shortage = computed(() => {
    const { diskBytes, memoryBytes } = room.value
    const needed = measured.value?.memoryBytes
    if (needed !== undefined && memoryBytes !== undefined && needed > memoryBytes) {
      return { of: 'memory' as const, needed, free: memoryBytes, batch: halfBatch.value }
    }
    if (disk.value && diskBytes !== undefined && disk.value.needed + spare > diskBytes) {
      return { of: 'disk' as const, needed: disk.value.needed, free: diskBytes, batch: undefined }
    }
    return undefined
  })
  const halfBatch = computed(() => {
    const half = Math.floor((request.value.batch ?? usualBatch) / 2)
    return half >= 1 ? half : undefined
  })

  // A training is never slowed down by what only tells how fast it would be.
  watch(
    () => useTraining().running !== undefined && running().length > 0,
    (inTheWay) => {
      if (inTheWay) void useToasts().attempt(stop)
    },
  )

  return { request, key, current, measured, measuring, measure, room, look, disk, shortage, halfBatch }
})

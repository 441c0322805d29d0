import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { MethodInput } from '../../shared/contract/methods'
import type { JobSnapshot } from '../../shared/jobs'
import { call } from '../api'
import { useJobs } from './jobs'
import { useToasts } from './toasts'
import { useTrainForm } from './trainForm'
import { useTraining } from './training'

/** What a step of the training that the form describes costs on this machine, measured once each. */
export const useCosts = defineStore('costs', () => {
  /** Job that measured a configuration, by what was asked. */
  const asked = ref(new Map<string, string>())

  const request = computed<MethodInput<'jobs.measure'>>(() => {
    const { architecture, size, channels, levels, hidden, layers, multiScale, batch } = useTrainForm().request
    return {
      ...{ architecture, hidden, layers, multiScale, batch },
      // The form always names these.
      ...{ size: size ?? 28, channels: channels ?? 1, levels: levels ?? 2 },
    }
  })
  const key = computed(() => JSON.stringify(request.value))

  /** The measurement of what the form holds now. */
  const current = computed<JobSnapshot | undefined>(() => useJobs().find(asked.value.get(key.value)))
  const measured = computed(() => {
    const result = current.value?.result
    return result?.kind === 'bench'
      ? {
          stepsAnHour: 3600 / result.seconds,
          memoryBytes: result.memoryBytes,
          freeMemoryBytes: result.freeMemoryBytes,
        }
      : undefined
  })
  const measuring = computed(() => running().some(({ id }) => id === current.value?.id))

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
  }

  // A training is never slowed down by what only tells how fast it would be.
  watch(
    () => useTraining().running !== undefined && running().length > 0,
    (inTheWay) => {
      if (inTheWay) void useToasts().attempt(stop)
    },
  )

  return { request, current, measured, measuring, measure }
})

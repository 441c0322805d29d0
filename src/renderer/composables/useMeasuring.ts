import { onUnmounted, watch } from 'vue'
import { useTimes } from '../stores/times'

/** Time after the last change: while a person paints or moves a slider nothing is measured. */
const quietTime = 700

/** Measures what completions would take, in the background, for as long as the view is open. */
export function useMeasuring(): void {
  const times = useTimes()
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => times.due,
    (due) => {
      clearTimeout(timer)
      if (due !== undefined) timer = setTimeout(() => void times.measure(), quietTime)
    },
    { immediate: true },
  )
  onUnmounted(() => clearTimeout(timer))
}

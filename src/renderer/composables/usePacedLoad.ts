import { onUnmounted, ref, type Ref } from 'vue'
import { LoadQueue } from '../library/loadQueue'

/** One for the page: what all pictures of a list take together is what makes a frame late. */
const queue = new LoadQueue((frame) => requestAnimationFrame(frame))

/** Whether the picture of this component may begin to load: once, and at once where it is not `paced`. */
export function usePacedLoad(paced: boolean): Ref<boolean> {
  const may = ref(!paced)
  if (paced) onUnmounted(queue.ask(() => (may.value = true)))
  return may
}

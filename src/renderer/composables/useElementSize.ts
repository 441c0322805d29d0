import { onMounted, onUnmounted, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Size } from '../canvas/viewport'

/** The size of an element in CSS pixels, kept up to date. */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): ShallowRef<Size> {
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const observer = new ResizeObserver(measure)

  function measure(): void {
    const { clientWidth, clientHeight } = element.value ?? { clientWidth: 0, clientHeight: 0 }
    size.value = { width: clientWidth, height: clientHeight }
  }

  onMounted(() => {
    if (element.value) observer.observe(element.value)
    measure()
  })
  onUnmounted(() => observer.disconnect())
  return size
}

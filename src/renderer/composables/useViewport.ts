import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import { fitted, panned, zoomedAt, type Size, type Viewport } from '../canvas/viewport'

/** Room for the tools above and the caption below, CSS pixels. */
const margins = { top: 66, bottom: 56, side: 28 }

export interface ViewportControl {
  readonly viewport: Readonly<Ref<Viewport>>
  readonly atFit: Readonly<Ref<boolean>>
  readonly fit: () => void
  readonly zoom: (factor: number, at?: Point) => void
  readonly pan: (by: Point) => void
}

/** Where the photo lies on the stage: fitted until a person zooms or moves it, and again for each new photo. */
export function useViewport(
  stage: Readonly<Ref<Size>>,
  photo: Readonly<Ref<(Size & { readonly id: string }) | undefined>>,
): ViewportControl {
  const viewport = shallowRef<Viewport>({ scale: 1, x: 0, y: 0 })
  const atFit = ref(true)

  function fit(): void {
    atFit.value = true
    if (!photo.value || stage.value.width === 0) return
    viewport.value = fitted(stage.value, photo.value, margins, window.devicePixelRatio)
  }

  watch([() => photo.value?.id, () => photo.value?.width, () => photo.value?.height], fit, {
    immediate: true,
  })
  watch(stage, (now, before) => {
    if (atFit.value) fit()
    // Keeps the middle of what is seen in the middle.
    else pan({ x: (now.width - before.width) / 2, y: (now.height - before.height) / 2 })
  })

  function move(next: Viewport): void {
    if (!photo.value) return
    viewport.value = panned(next, { x: 0, y: 0 }, stage.value, photo.value)
    atFit.value = false
  }

  function zoom(factor: number, at?: Point): void {
    const middle = { x: stage.value.width / 2, y: stage.value.height / 2 }
    move(zoomedAt(viewport.value, at ?? middle, factor))
  }

  function pan(by: Point): void {
    const { scale, x, y } = viewport.value
    move({ scale, x: x + by.x, y: y + by.y })
  }

  return { viewport: computed(() => viewport.value), atFit, fit, zoom, pan }
}

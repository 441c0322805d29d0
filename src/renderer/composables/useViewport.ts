import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import { fitted, panned, revealed, scaleLimits, zoomedAt, type Size, type Viewport } from '../canvas/viewport'

/** Room for the tools above and the caption below, CSS pixels. */
const margins = { top: 66, bottom: 56, side: 28 }

export interface ViewportControl {
  readonly viewport: Readonly<Ref<Viewport>>
  readonly atFit: Readonly<Ref<boolean>>
  /** Device pixels for one of the photo's, in percent: 100 is sharpest. */
  readonly percent: Readonly<Ref<number>>
  readonly fit: () => void
  readonly zoom: (factor: number, at?: Point) => void
  readonly zoomTo: (percent: number) => void
  /** A pixel of the photo for each of the screen; from there, back to all of it. */
  readonly actual: () => void
  readonly pan: (by: Point) => void
  /** Brings a point of the photo on to the stage. */
  readonly reveal: (point: Point) => void
}

/** Where the photo lies on the stage: fitted until a person zooms or moves it, and again for each new photo. */
export function useViewport(
  stage: Readonly<Ref<Size>>,
  photo: Readonly<Ref<(Size & { readonly id: string }) | undefined>>,
): ViewportControl {
  const viewport = shallowRef<Viewport>({ scale: 1, x: 0, y: 0 })
  const atFit = ref(true)
  const percent = computed(() => viewport.value.scale * window.devicePixelRatio * 100)

  function whole(size: Size): Viewport {
    return fitted(stage.value, size, margins, window.devicePixelRatio)
  }

  function fit(): void {
    atFit.value = true
    if (photo.value && stage.value.width > 0) viewport.value = whole(photo.value)
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
    if (!photo.value) return
    const middle = { x: stage.value.width / 2, y: stage.value.height / 2 }
    move(zoomedAt(viewport.value, at ?? middle, factor, scaleLimits(whole(photo.value).scale)))
  }

  function zoomTo(wanted: number): void {
    if (wanted > 0) zoom(wanted / percent.value)
  }

  function actual(): void {
    if (Math.abs(percent.value - 100) > 0.01) zoomTo(100)
    else fit()
  }

  function pan(by: Point): void {
    const { scale, x, y } = viewport.value
    move({ scale, x: x + by.x, y: y + by.y })
  }

  function reveal(point: Point): void {
    const next = revealed(viewport.value, point, stage.value)
    if (next.x !== viewport.value.x || next.y !== viewport.value.y) move(next)
  }

  return { viewport: computed(() => viewport.value), atFit, percent, fit, zoom, zoomTo, actual, pan, reveal }
}

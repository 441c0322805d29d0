import { onUnmounted, watch, type Ref } from 'vue'
import { union } from '../canvas/bitmap'
import type { MaskDocument } from '../canvas/maskDocument'
import { drawOverlay } from '../canvas/overlay'
import type { Size, Viewport } from '../canvas/viewport'
import type { Rectangle } from '../../shared/geometry'

interface Sources {
  readonly canvas: Readonly<Ref<HTMLCanvasElement | null>>
  readonly stage: Readonly<Ref<Size>>
  readonly viewport: Readonly<Ref<Viewport>>
  readonly mask: Readonly<Ref<MaskDocument | undefined>>
  readonly visible: Readonly<Ref<boolean>>
}

/** Keeps the mask drawn over the photo: all of it when the view changes, the changed lines while painting. */
export function useMaskOverlay({ canvas, stage, viewport, mask, visible }: Sources): void {
  let picture: ImageData | undefined
  let changed: Rectangle | undefined
  let all = true
  let asked = 0

  function ask(): void {
    if (asked === 0) asked = requestAnimationFrame(draw)
  }

  function draw(): void {
    asked = 0
    const context = canvas.value?.getContext('2d')
    if (!canvas.value || !context) return
    const ratio = window.devicePixelRatio
    const width = Math.round(stage.value.width * ratio)
    const height = Math.round(stage.value.height * ratio)
    if (width === 0 || height === 0) return
    if (!picture || canvas.value.width !== width || canvas.value.height !== height) {
      canvas.value.width = width
      canvas.value.height = height
      picture = context.createImageData(width, height)
      all = true
    }
    if (!mask.value || !visible.value) {
      context.clearRect(0, 0, width, height)
      all = true
      return
    }
    const { scale, x, y } = viewport.value
    const device = { scale: scale * ratio, x: x * ratio, y: y * ratio }
    const lines = (area: Rectangle | undefined): { from: number; to: number } => ({
      from: Math.max(0, Math.floor(device.y + (area?.y ?? 0) * device.scale) - 2),
      to: Math.min(height, Math.ceil(device.y + ((area?.y ?? 0) + (area?.height ?? 0)) * device.scale) + 2),
    })
    const rows = lines(all ? mask.value.bounds : changed)
    if (all) picture.data.fill(0)
    if (rows.to > rows.from) drawOverlay(mask.value.bitmap, device, picture, rows)
    const [from, to] = all ? [0, height] : [rows.from, rows.to]
    if (to > from) context.putImageData(picture, 0, 0, 0, from, width, to - from)
    all = false
    changed = undefined
  }

  watch([canvas, stage, viewport, mask, visible], () => {
    all = true
    ask()
  })
  watch(
    () => mask.value?.revision.value,
    () => {
      changed = union(changed, mask.value?.changed)
      ask()
    },
    { flush: 'sync' },
  )
  onUnmounted(() => cancelAnimationFrame(asked))
}

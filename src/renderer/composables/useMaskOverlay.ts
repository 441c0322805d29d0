import { onUnmounted, watch, type Ref } from 'vue'
import { union } from '../canvas/bitmap'
import type { MaskDocument } from '../canvas/maskDocument'
import { drawOverlay, marchEdge } from '../canvas/overlay'
import type { OverlayStyle } from '../canvas/overlayStyle'
import { onStage, type Size, type Viewport } from '../canvas/viewport'
import type { Rectangle } from '../../shared/geometry'

interface Sources {
  readonly canvas: Readonly<Ref<HTMLCanvasElement | null>>
  readonly stage: Readonly<Ref<Size>>
  readonly viewport: Readonly<Ref<Viewport>>
  readonly mask: Readonly<Ref<MaskDocument | undefined>>
  readonly visible: Readonly<Ref<boolean>>
  readonly style: Readonly<Ref<OverlayStyle>>
  /** The dashes of the edge move, slowly: while a person looks at it and wants things to move. */
  readonly marching: Readonly<Ref<boolean>>
}

/** Milliseconds between two steps of the dashes, of a pixel each. */
const pace = 125

/**
 * Keeps the mask drawn over the photo at the screen's resolution: all of it when the view changes, the changed part
 * while painting, and of an edge that moves only its own pixels.
 */
export function useMaskOverlay(sources: Sources): void {
  const { canvas, stage, viewport, mask, visible, style, marching } = sources
  let picture: ImageData | undefined
  let changed: Rectangle | undefined
  let all = true
  let asked = 0
  let edge: Int32Array | undefined
  let phase = 0

  function ask(): void {
    if (asked === 0) asked = requestAnimationFrame(draw)
  }

  /** Of the screen, in device pixels. */
  function size(): Size {
    const ratio = window.devicePixelRatio
    return { width: Math.round(stage.value.width * ratio), height: Math.round(stage.value.height * ratio) }
  }

  function device(): Viewport {
    const ratio = window.devicePixelRatio
    const { scale, x, y } = viewport.value
    return { scale: scale * ratio, x: x * ratio, y: y * ratio }
  }

  function draw(): void {
    asked = 0
    const context = canvas.value?.getContext('2d')
    const { width, height } = size()
    if (!canvas.value || !context || width === 0 || height === 0) return
    if (!picture || canvas.value.width !== width || canvas.value.height !== height) {
      canvas.value.width = width
      canvas.value.height = height
      picture = context.createImageData(width, height)
      all = true
    }
    edge = undefined
    if (!mask.value || !visible.value) {
      context.clearRect(0, 0, width, height)
      all = true
      return
    }
    if (all) drawAll(context, picture, mask.value)
    else if (changed) drawPart(context, picture, mask.value, changed)
    all = false
    changed = undefined
  }

  /** What a part of the photo covers on the screen, with its edges. */
  function covered(area: Rectangle, { width, height }: Size): Rectangle {
    const { x, y, ...extent } = onStage(device(), area)
    const [left, top] = [Math.max(0, Math.floor(x) - 2), Math.max(0, Math.floor(y) - 2)]
    const right = Math.min(width, Math.ceil(x + extent.width) + 2)
    const bottom = Math.min(height, Math.ceil(y + extent.height) + 2)
    return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
  }

  function drawAll(context: CanvasRenderingContext2D, picture: ImageData, document: MaskDocument): void {
    picture.data.fill(0)
    const { bounds } = document
    if (bounds) {
      const part = covered(bounds, picture)
      edge = Int32Array.from(
        drawOverlay(document.bitmap, device(), picture, { part, style: style.value, phase }),
      )
    }
    context.putImageData(picture, 0, 0)
  }

  function drawPart(
    context: CanvasRenderingContext2D,
    picture: ImageData,
    document: MaskDocument,
    area: Rectangle,
  ): void {
    const part = covered(area, picture)
    if (part.width === 0 || part.height === 0) return
    drawOverlay(document.bitmap, device(), picture, { part, style: style.value, phase })
    context.putImageData(picture, 0, 0, part.x, part.y, part.width, part.height)
  }

  function march(): void {
    const context = canvas.value?.getContext('2d')
    if (!marching.value || !context || !picture || asked !== 0 || document.hidden) return
    // While painting only parts are drawn, and nobody knows where all of the edge is.
    if (!edge) return
    phase = (phase + 1) % 8
    marchEdge(picture, edge, phase, style.value)
    context.putImageData(picture, 0, 0)
  }

  function askAll(): void {
    all = true
    ask()
  }

  watch([canvas, stage, viewport, mask, visible, style], askAll)
  watch(() => mask.value?.settled.value, askAll)
  watch(
    () => mask.value?.revision.value,
    () => {
      const area = mask.value?.changed
      if (area) changed = union(changed, area)
      else all = true
      ask()
    },
    { flush: 'sync' },
  )
  const timer = setInterval(march, pace)
  onUnmounted(() => {
    clearInterval(timer)
    cancelAnimationFrame(asked)
  })
}

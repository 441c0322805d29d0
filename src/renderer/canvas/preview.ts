import type { Framing } from '../../shared/framing'
import type { Rectangle } from '../../shared/geometry'
import type { Bitmap } from './bitmap'

/** Longest side of a preview, pixels: sharper than any tile and cheap to repaint a row at a time. */
const longest = 768

/** Of what is still to be drawn. */
const veil = [74, 64, 132, 255] as const

/** Pixels of the preview from `from` to below `to`, along one side. */
interface Span {
  readonly from: number
  readonly to: number
}

/**
 * A picture while it is being drawn: RGBA over a part of the photo, transparent wherever the photo is kept, so
 * that laid over the photo it shows the photo with its holes, filled so far. What is still open is veiled: the
 * photo must not shine through where the model can't see it. Each hole may come in a frame of its own, and a large
 * one in many: what was drawn in one stays when the next begins.
 */
export class Preview {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>

  constructor(
    /** The part of the photo that is shown; it holds every hole. */
    readonly area: Rectangle,
    /** Absent when the page was loaded after the job began: then all that is drawn is shown. */
    private readonly mask: Bitmap | undefined,
    /** Longest side of the model's picture of the area: each of its pixels gets one here at least. */
    finest = 1,
  ) {
    const side = Math.max(area.width, area.height)
    const scale = Math.max(Math.min(1, longest / side), finest / side)
    this.width = Math.max(1, Math.round(area.width * scale))
    this.height = Math.max(1, Math.round(area.height * scale))
    this.data = new Uint8ClampedArray(this.width * this.height * 4)
    if (!mask) return
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++)
        if (this.isOpen(x, y)) this.data.set(veil, (y * this.width + x) * 4)
    }
  }

  /**
   * Draws a row of RGB bytes, [width * 3], of the model's picture of a frame. Returns the lines of the preview
   * that it covers.
   */
  drawRow({ frame, width, height }: Framing, row: number, pixels: Uint8Array): Span {
    const { area } = this
    const across = (x: number): number =>
      ((frame.x - area.x + (x * frame.width) / width) * this.width) / area.width
    const down = (y: number): number =>
      ((frame.y - area.y + (y * frame.height) / height) * this.height) / area.height
    const lines = spanOf(down(row), down(row + 1), this.height)
    const columns = Array.from({ length: width }, (_, x) => spanOf(across(x), across(x + 1), this.width))
    for (let y = lines.from; y < lines.to; y++) {
      for (const [source, { from, to }] of columns.entries()) {
        for (let x = from; x < to; x++) {
          if (!this.isOpen(x, y)) continue
          const at = (y * this.width + x) * 4
          this.data[at] = pixels[source * 3] ?? 0
          this.data[at + 1] = pixels[source * 3 + 1] ?? 0
          this.data[at + 2] = pixels[source * 3 + 2] ?? 0
          this.data[at + 3] = 255
        }
      }
    }
    return lines
  }

  /** Whether the model fills the photo under this pixel of the preview. */
  private isOpen(x: number, y: number): boolean {
    if (!this.mask) return true
    const { area } = this
    const photoX = area.x + Math.floor(((x + 0.5) * area.width) / this.width)
    const photoY = area.y + Math.floor(((y + 0.5) * area.height) / this.height)
    return this.mask.data[photoY * this.mask.width + photoX] !== 0
  }
}

/** The pixels whose centres lie between two places: spans that meet share none and leave none out. */
function spanOf(start: number, end: number, extent: number): Span {
  const from = Math.min(extent, Math.max(0, Math.ceil(start - 0.5)))
  return { from, to: Math.min(extent, Math.max(from, Math.ceil(end - 0.5))) }
}

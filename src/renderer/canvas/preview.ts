import type { Rectangle } from '../../shared/geometry'
import type { Bitmap } from './bitmap'

/** Longest side of a preview, pixels: sharper than any tile and cheap to repaint a row at a time. */
const longest = 768

/** Of what is still to be drawn. */
const veil = [74, 64, 132, 255] as const

export interface PreviewShape {
  /** The picture at the model's scale. */
  readonly width: number
  readonly height: number
  /** The part of the photo that it stands for. */
  readonly frame: Rectangle
}

/**
 * A picture while it is being drawn: RGBA over the frame, transparent wherever the photo is kept, so that
 * laid over the photo it shows the photo with its hole, filled so far. What is still open is veiled: the
 * photo must not shine through where the model can't see it.
 */
export class Preview {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>

  constructor(
    readonly shape: PreviewShape,
    /** Absent when the page was loaded after the job began: then all of the frame is shown. */
    private readonly mask: Bitmap | undefined,
  ) {
    const { frame } = shape
    const scale = Math.min(1, longest / Math.max(frame.width, frame.height))
    // A frame smaller than the model's picture can't be: nothing is ever scaled up for the model.
    this.width = Math.max(shape.width, Math.round(frame.width * scale))
    this.height = Math.max(shape.height, Math.round(frame.height * scale))
    this.data = new Uint8ClampedArray(this.width * this.height * 4)
    if (!mask) return
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++)
        if (this.isOpen(x, y)) this.data.set(veil, (y * this.width + x) * 4)
    }
  }

  /** Draws one row of RGB bytes, [width * 3]. Returns the lines of the preview that it covers. */
  drawRow(row: number, pixels: Uint8Array): { from: number; to: number } {
    const { shape } = this
    const from = Math.ceil((row * this.height) / shape.height - 0.5)
    const to = Math.min(this.height, Math.ceil(((row + 1) * this.height) / shape.height - 0.5))
    for (let y = Math.max(0, from); y < to; y++) {
      for (let x = 0; x < this.width; x++) {
        const at = (y * this.width + x) * 4
        if (!this.isOpen(x, y)) continue
        const source = Math.floor(((x + 0.5) * shape.width) / this.width) * 3
        this.data[at] = pixels[source] ?? 0
        this.data[at + 1] = pixels[source + 1] ?? 0
        this.data[at + 2] = pixels[source + 2] ?? 0
        this.data[at + 3] = 255
      }
    }
    return { from: Math.max(0, from), to }
  }

  /** Whether the model fills the photo under this pixel of the preview. */
  private isOpen(x: number, y: number): boolean {
    if (!this.mask) return true
    const { frame } = this.shape
    const photoX = frame.x + Math.floor(((x + 0.5) * frame.width) / this.width)
    const photoY = frame.y + Math.floor(((y + 0.5) * frame.height) / this.height)
    return this.mask.data[photoY * this.mask.width + photoX] !== 0
  }
}

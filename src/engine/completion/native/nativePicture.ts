import type { Rectangle } from '../../../shared/geometry'
import { flatten } from '../../pixels/flatten'
import { quantise, toBytes } from '../../pixels/levels'
import type { Filling, OwnedHole } from '../filling'
import { cropFilled } from '../patch'
import type { Window } from './windows'

/** The surroundings of a hole at the photo's own size, as the model knows them, in all variants. */
export class NativePicture {
  /** Of each variant levels [area.height, area.width, channels]. */
  readonly levels: readonly Uint8Array[]
  /** [area.height, area.width]: 1 = not drawn yet, of this hole or of another. */
  private readonly pending: Uint8Array
  /** [area.height, area.width]: 1 = of this hole, drawn at the photo's own size. */
  private readonly drawn: Uint8Array
  private readonly channels: 1 | 3

  constructor(
    filling: Filling,
    private readonly hole: OwnedHole,
    readonly area: Rectangle,
  ) {
    const { masked, pending, patches, model } = filling
    const { channels, levels } = model.network.configuration
    const { photo } = masked
    this.channels = channels
    this.levels = patches.map((filled) => {
      const { data } = flatten(cropFilled(photo, area, filled), channels)
      return quantise(data, levels)
    })
    this.drawn = new Uint8Array(area.width * area.height)
    this.pending = new Uint8Array(area.width * area.height)
    for (let y = 0; y < area.height; y++) {
      const from = (area.y + y) * photo.width + area.x
      this.pending.set(pending.subarray(from, from + area.width), y * area.width)
    }
  }

  /** What a frame holds: the variants one after another, and which pixels are to be drawn. */
  cut({ x, y, width, height }: Rectangle): { known: Uint8Array; unknown: Uint8Array } {
    const { area, channels } = this
    const unknown = new Uint8Array(width * height)
    const known = new Uint8Array(this.levels.length * width * height * channels)
    for (let row = 0; row < height; row++) {
      const from = (y - area.y + row) * area.width + x - area.x
      unknown.set(this.pending.subarray(from, from + width), row * width)
      this.levels.forEach((levels, variant) => {
        const pixels = levels.subarray(from * channels, (from + width) * channels)
        known.set(pixels, (variant * height + row) * width * channels)
      })
    }
    return { known, unknown }
  }

  /**
   * What is to be kept near to in a frame, the variants one after another: levels of `coarse`, for each variant bytes
   * [bounds.height, bounds.width, channels], where the hole is, and what stands there elsewhere.
   */
  guide(frame: Rectangle, coarse: readonly Uint8Array[], levels: number): Uint8Array {
    const { channels, hole } = this
    const { bounds } = hole
    const { known } = this.cut(frame)
    const size = frame.width * frame.height * channels
    const [top, bottom] = [
      Math.max(frame.y, bounds.y),
      Math.min(frame.y + frame.height, bounds.y + bounds.height),
    ]
    const [left, right] = [
      Math.max(frame.x, bounds.x),
      Math.min(frame.x + frame.width, bounds.x + bounds.width),
    ]
    for (const [variant, bytes] of coarse.entries()) {
      for (let y = top; y < bottom && left < right; y++) {
        const from = ((y - bounds.y) * bounds.width + left - bounds.x) * channels
        const to = variant * size + ((y - frame.y) * frame.width + left - frame.x) * channels
        known.set(quantise(bytes.subarray(from, from + (right - left) * channels), levels), to)
      }
    }
    return known
  }

  /** Takes over what of the hole was drawn in a window's block: for each variant levels of the whole frame. */
  keep({ frame, block }: Window, images: readonly { readonly levels: Uint8Array }[]): void {
    const { area, channels, hole } = this
    const { bounds, own } = hole
    for (let y = block.y; y < block.y + block.height; y++) {
      for (let x = block.x; x < block.x + block.width; x++) {
        if (own[(y - bounds.y) * bounds.width + x - bounds.x] !== 1) continue
        const from = ((y - frame.y) * frame.width + x - frame.x) * channels
        const to = (y - area.y) * area.width + x - area.x
        images.forEach(({ levels }, variant) => {
          this.levels[variant]?.set(levels.subarray(from, from + channels), to * channels)
        })
        this.pending[to] = 0
        this.drawn[to] = 1
      }
    }
  }

  /** Fills what of the hole hasn't been drawn from bytes [bounds.height, bounds.width, channels] of each variant. */
  complete(coarse: readonly Uint8Array[], levels: number): void {
    const { channels } = this
    this.eachOwn((cell, at) => {
      if (this.drawn[at] === 1) return
      coarse.forEach((bytes, variant) => {
        const pixel = quantise(bytes.subarray(cell * channels, (cell + 1) * channels), levels)
        this.levels[variant]?.set(pixel, at * channels)
      })
      this.pending[at] = 0
    })
  }

  /** Of a variant the hole's bounds as bytes [bounds.height, bounds.width, channels]; what isn't drawn from `coarse`. */
  fill(variant: number, levels: number, coarse?: Uint8Array): Uint8Array {
    const { channels } = this
    const { width, height } = this.hole.bounds
    const bytes = coarse?.slice() ?? new Uint8Array(width * height * channels)
    const image = this.levels[variant] ?? new Uint8Array()
    this.eachOwn((cell, at) => {
      if (this.drawn[at] !== 1) return
      bytes.set(toBytes(image.subarray(at * channels, (at + 1) * channels), levels), cell * channels)
    })
    return bytes
  }

  /** Share of the hole that has been drawn at the photo's own size, 0 to 1. */
  get share(): number {
    let [all, drawn] = [0, 0]
    this.eachOwn((_, at) => {
      all++
      drawn += this.drawn[at] ?? 0
    })
    return all === 0 ? 1 : drawn / all
  }

  /** Calls with each pixel of the hole: its number in the hole's bounds and in the area. */
  private eachOwn(call: (cell: number, at: number) => void): void {
    const { area, hole } = this
    const { own, bounds } = hole
    own.forEach((isOwn, cell) => {
      if (isOwn !== 1) return
      const y = Math.floor(cell / bounds.width) + bounds.y - area.y
      call(cell, y * area.width + (cell % bounds.width) + bounds.x - area.x)
    })
  }
}

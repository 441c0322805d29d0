import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'

interface Clip {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What is seen of a part of a page: its relative luminance (WCAG 2.2), pixel by pixel. */
export interface Picture {
  readonly clip: Clip
  readonly luminance: Float64Array
}

export async function pictureOf(page: Page, what: Locator | Clip): Promise<Picture> {
  const png = 'width' in what ? await page.screenshot({ clip: what }) : await what.screenshot()
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const luminance = new Float64Array(info.width * info.height)
  for (let index = 0; index < luminance.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(3 * index, 3 * index + 3)
    luminance[index] = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
  const clip = 'width' in what ? what : { x: 0, y: 0, width: info.width, height: info.height }
  return { clip, luminance }
}

function linear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/** How many pixels are at least so many times as bright, or as dark, as they were. */
export function changed(before: Picture, after: Picture, times: number): number {
  return after.luminance.filter((value, index) => contrast(value, before.luminance[index] ?? value) >= times)
    .length
}

/** The contrast of the darkest with the lightest, a hundredth of the pixels left out at either end. */
export function contrastRange({ luminance }: Picture): number {
  const sorted = luminance.toSorted()
  const out = Math.floor(sorted.length / 100)
  return contrast(sorted[out] ?? 0, sorted[sorted.length - 1 - out] ?? 0)
}

export function meanLuminance({ luminance }: Picture): number {
  return luminance.reduce((sum, value) => sum + value, 0) / luminance.length
}

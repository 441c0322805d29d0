import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import sharp from 'sharp'
import { createRandom } from './random'

/** A landscape that follows from its number alone: sky, sun, ranges of hills. */
function landscape(seed: number, width: number, height: number): string {
  const random = createRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * random()
  const hue = between(0, 360)
  const horizon = height * between(0.45, 0.65)
  const ranges = [0, 1, 2].map((range) => {
    const top = horizon + (range * (height - horizon)) / 3
    const step = width / 6
    const line = Array.from({ length: 7 }, (_, i) => `${i * step},${top - between(0, height * 0.16)}`)
    const colour = `hsl(${(hue + 120 + 14 * range) % 360} 38% ${52 - 13 * range}%)`
    return `<polygon fill="${colour}" points="0,${height} ${line.join(' ')} ${width},${height}"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x2="0" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 55% 62%)"/>
      <stop offset="1" stop-color="hsl(${(hue + 40) % 360} 70% 88%)"/>
    </linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>
    <circle cx="${between(0.15, 0.85) * width}" cy="${horizon * between(0.25, 0.6)}"
      r="${height * between(0.05, 0.1)}" fill="hsl(48 90% 88%)"/>
    ${ranges.join('')}
  </svg>`
}

export function landscapePng(seed: number, width: number, height: number): Promise<Buffer> {
  return sharp(Buffer.from(landscape(seed, width, height)))
    .png()
    .toBuffer()
}

/** Fills a folder with landscapes of one size, named "hills 1.png" and so on. */
export async function putLandscapes(
  folder: string,
  { count, width, height }: { count: number; width: number; height: number },
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (let i = 1; i <= count; i++) {
    const svg = Buffer.from(landscape(i, width, height))
    await sharp(svg)
      .png()
      .toFile(join(folder, `hills ${i}.png`))
  }
}

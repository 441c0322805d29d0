import type { Way } from '../../../shared/completion'
import type { Framing } from '../../../shared/framing'
import type { Rectangle } from '../../../shared/geometry'
import { drawCompletions } from '../../inference/drawCompletions'
import { fillScaled, nearTo } from '../fillScaled'
import type { FilledHole, Filling, OwnedHole } from '../filling'
import { rowsWith } from '../rows'
import { natsByStrips, natsByTiles } from './exactNats'
import { NativePicture } from './nativePicture'
import { planWindows, type Window, type WindowPlan } from './windows'

/** What a window's drawing came to. */
interface DrawnWindow {
  readonly way: Way
  readonly nats: readonly number[]
}

/**
 * Fills a hole pixel by pixel at the photo's own size, window after window (./windows.ts). Where only so much time is
 * allowed, or where that is to guide the drawing, it is filled at the model's scale first, and windows replace that for
 * as long as it lasts.
 *
 * Nats are those of the neighbourhood as it was drawn: of one piece exactly, in bands exactly, too, and otherwise the
 * sum over tiles.
 */
export async function fillNative(filling: Filling, hole: OwnedHole, framing: Framing): Promise<FilledHole> {
  const { model, spec, masked, pace, hooks } = filling
  const { configuration, reachRows, multiScale } = model.network
  const has = (part: Rectangle): boolean => ownRows(hole, part).some((count) => count > 0)
  const plan = planWindows(masked.photo, hole.bounds, has, {
    size: configuration.size,
    // Every pixel of a Multi-Scale model's picture depends on its small image as a whole.
    reach: multiScale ? Infinity : reachRows,
    // What guides the drawing takes a logit for each level: of one large piece more than memory has.
    pieces: spec.seconds !== undefined || spec.guide > 0,
  })
  const isWanted = spec.seconds !== undefined || spec.guide > 0
  const coarse = isWanted ? await fillScaled(filling, hole, framing) : undefined
  const { windows, neighbourhood } = plan
  hooks.expect(windows.reduce((rows, { block }) => rows + blockRows(hole, block), 0))
  const picture = new NativePicture(filling, hole, neighbourhood)
  let last: DrawnWindow | undefined
  for (const [place, window] of windows.entries()) {
    if (pace.isOver) break
    last = await drawWindow(filling, hole, picture, plan, window, coarse?.fills ?? [])
    const next = windows[place + 1]
    if (!plan.wide && next?.block.y !== window.block.y) showRows(filling, picture, window, neighbourhood)
  }
  const { levels } = configuration
  if (coarse) picture.complete(coarse.fills, levels)
  return {
    way: last?.way ?? coarse?.way ?? 'raster',
    fills: picture.levels.map((_, variant) => picture.fill(variant, levels, coarse?.fills[variant])),
    scaled: 1 - picture.share,
    nats:
      last && windows.length === 1 && picture.share === 1
        ? last.nats
        : await natsOf(filling, picture, plan, has),
  }
}

async function drawWindow(
  filling: Filling,
  hole: OwnedHole,
  picture: NativePicture,
  { neighbourhood, wide }: WindowPlan,
  window: Window,
  coarse: readonly Uint8Array[],
): Promise<DrawnWindow> {
  const { model, spec, pace, nextSeed, hooks } = filling
  const { frame, block } = window
  const { width, height } = frame
  const area = { width: neighbourhood.width, height: neighbourhood.height, frame: neighbourhood }
  const own = ownRows(hole, block)
  pace.beginWindow()
  const { way, images } = await drawCompletions(
    model,
    {
      ...spec,
      ...{ seed: nextSeed(), height, width, ...picture.cut(frame) },
      ...(spec.guide > 0 && {
        near: {
          levels: picture.guide(frame, coarse, model.network.configuration.levels),
          closeness: spec.guide,
        },
      }),
      // What a person wants it to be like goes before.
      ...(await nearTo(filling, { frame, width, height })),
    },
    {
      breathe: hooks.breathe,
      signal: hooks.signal,
      onRow(variant, row, levels) {
        const pixels = own[frame.y + row - block.y] ?? 0
        // Other rows hold only what lies ahead, or another hole; they are drawn again or for nothing.
        if (pixels === 0) return
        if (wide) hooks.show(variant, frame.y + row - neighbourhood.y, levels, area)
        hooks.drawn()
        pace.drawn(pixels / spec.count)
      },
    },
  )
  picture.keep(window, images)
  pace.endWindow()
  return { way, nats: images.map(({ nats }) => nats) }
}

/** How many pixels of the hole each row of a part of its bounds has. */
function ownRows({ bounds, own }: OwnedHole, part: Rectangle): number[] {
  const [left, right] = [Math.max(part.x, bounds.x), Math.min(part.x + part.width, bounds.x + bounds.width)]
  return Array.from({ length: part.height }, (_, row) => {
    const y = part.y + row - bounds.y
    if (y < 0 || y >= bounds.height || right <= left) return 0
    const start = y * bounds.width - bounds.x
    return own.subarray(start + left, start + right).reduce((sum, one) => sum + one, 0)
  })
}

function blockRows(hole: OwnedHole, block: Rectangle): number {
  return rowsWith(
    Uint8Array.from(ownRows(hole, block), (pixels) => Math.min(1, pixels)),
    1,
  )
}

/** Shows the rows of the neighbourhood that a row of blocks has finished. */
function showRows({ hooks }: Filling, picture: NativePicture, { block }: Window, area: Rectangle): void {
  const { width, height } = area
  for (let y = block.y - area.y; y < block.y + block.height - area.y; y++) {
    picture.levels.forEach((levels, variant) => {
      const channels = levels.length / (width * height)
      const row = levels.slice(y * width * channels, (y + 1) * width * channels)
      hooks.show(variant, y, row, { width, height, frame: area })
    })
  }
}

async function natsOf(
  { model, spec }: Filling,
  picture: NativePicture,
  { neighbourhood, wide }: WindowPlan,
  has: (part: Rectangle) => boolean,
): Promise<readonly number[]> {
  const cut = (part: Rectangle): { known: Uint8Array } => picture.cut(part)
  return wide
    ? natsByStrips(model, neighbourhood, spec.count, cut)
    : natsByTiles(model, neighbourhood, spec.count, cut, has)
}

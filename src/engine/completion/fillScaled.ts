import { joinBytes } from '../../shared/bytes'
import type { Framing } from '../../shared/framing'
import { drawCompletions } from '../inference/drawCompletions'
import { enlarge } from './composite'
import type { FilledHole, Filling, OwnedHole } from './filling'
import { cropFilled, overlap } from './patch'
import { type Picture, pictureOf, unknownPixels } from './picture'
import { rowsWith } from './rows'

/**
 * Fills a hole at the model's scale: what the frame holds as one picture. Masked pixels of other holes that lie in the
 * frame are unknown there until they have been filled.
 */
export async function fillScaled(filling: Filling, hole: OwnedHole, framing: Framing): Promise<FilledHole> {
  const { host, model, spec, masked, pending, nextSeed, hooks } = filling
  const { width, height, frame } = framing
  const unknown = unknownPixels(pending, masked.photo.width, framing)
  hooks.expect(rowsWith(unknown, width))
  const pictures = await variantPictures(filling, framing)
  const { way, images } = await drawCompletions(
    model,
    {
      ...spec,
      ...{ seed: nextSeed(), height, width, unknown, known: joinBytes(pictures.map(({ pixels }) => pixels)) },
      ...(await nearTo(filling, framing)),
    },
    {
      breathe: hooks.breathe,
      signal: hooks.signal,
      onRow(variant, row, levels) {
        hooks.show(variant, row, levels, { width, height, frame })
        hooks.drawn()
      },
    },
  )
  const fills = []
  for (const [variant, { levels }] of images.entries()) {
    const picture = pictures[pictures.length > 1 ? variant : 0]
    if (picture) fills.push(await enlarge(host, picture, unknown, levels, hole.bounds))
  }
  return {
    ...{ way, fills, nats: images.map(({ nats }) => nats), scaled: 1 },
    seen: { framing, variants: images.map(({ levels }) => levels) },
  }
}

/** What the model sees of each variant: one picture where nothing that was filled before lies in the frame. */
async function variantPictures(
  { host, model, masked: { photo }, patches }: Filling,
  framing: Framing,
): Promise<Picture[]> {
  const { frame } = framing
  const differ = patches.some((filled) => filled.some(({ region }) => overlap(region, frame)))
  const pictures: Picture[] = []
  for (const filled of differ ? patches : [[]]) {
    const cut = cropFilled(photo, frame, filled)
    pictures.push(await pictureOf(host, cut, framing, model.network.configuration))
  }
  return pictures
}

/** What the drawn pixels are held near to, in the same frame. */
export async function nearTo(
  { host, model, spec, masked: { like } }: Filling,
  framing: Framing,
): Promise<{ near?: { levels: Uint8Array; closeness: number } }> {
  const closeness = spec.like?.closeness ?? 0
  if (!like || closeness === 0) return {}
  const cut = cropFilled(like, framing.frame, [])
  const { pixels } = await pictureOf(host, cut, framing, model.network.configuration)
  return { near: { levels: pixels, closeness } }
}

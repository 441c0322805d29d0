import sharp, { type Sharp } from 'sharp'
import { pixelLimit } from '../../engine/hosts/node/openImage'
import { longestPacket } from '../../engine/pixels/jpegText'
import { isTextUnder, withoutChunks } from '../../engine/pixels/pngChunks'
import { pngText } from '../../engine/pixels/pngText'
import { packetWith } from '../../engine/pixels/webpText'
import { completionRecipeIn, recipeKeyword } from '../../shared/recipe'
import type { SaveChoices } from '../../shared/saving'

/** How a picture is saved, every choice made. */
export type SavedAs = Required<Omit<SaveChoices, 'nameTemplate'>>

/**
 * A finished completion, a PNG, as it is to be saved. As PNG its pixels are not touched, and with everything kept not a
 * byte is. The colour profile stays in every format; 16 bits become 8 in those that have no more, and what is
 * transparent becomes white in JPEG, which has nothing transparent.
 */
export async function exportPicture(png: Uint8Array, choices: SavedAs): Promise<Uint8Array> {
  const { format, keepMetadata, recipe } = choices
  if (format === 'png') {
    if (keepMetadata && recipe) return png
    const isRecipe = isTextUnder(recipeKeyword)
    return withoutChunks(png, (type, content) =>
      type === 'eXIf' ? !keepMetadata : !recipe && isRecipe(type, content),
    )
  }
  const text = recipe ? pngText(png, recipeKeyword) : undefined
  return encoded(sharp(png, { limitInputPixels: pixelLimit }), choices, text)
}

/** A picture in one of the formats that aren't PNG. */
async function encoded(
  picture: Sharp,
  { format, quality, lossless, keepMetadata }: SavedAs,
  text: string | undefined,
): Promise<Uint8Array> {
  let image = picture.keepIccProfile()
  if (keepMetadata) image = image.keepExif()
  const packet = text === undefined ? undefined : packetFor(format, text)
  if (packet !== undefined) image = image.withXmp(packet)
  const whole =
    format === 'jpeg'
      ? image.flatten({ background: '#fff' }).jpeg({ quality, chromaSubsampling: '4:4:4' })
      : image.webp(lossless ? { lossless, effort: 4, exact: true } : { quality, effort: 4 })
  return new Uint8Array(await whole.toBuffer())
}

/** A JPEG has little room: a recipe that doesn't fit goes without its mask. */
function packetFor(format: SavedAs['format'], text: string): string {
  const packet = packetWith(text)
  const recipe = completionRecipeIn(text)
  if (format !== 'jpeg' || new TextEncoder().encode(packet).length <= longestPacket || !recipe) return packet
  return packetWith(JSON.stringify({ ...recipe, mask: { pixels: recipe.mask.pixels } }))
}

/** Longest side of a cell, and the space between cells, in pixels. */
const [cellSide, gap] = [640, 12]

/** All pictures side by side, as alike as they are large, over white. */
export async function exportGrid(pictures: readonly string[], choices: SavedAs): Promise<Uint8Array> {
  const cells = await Promise.all(
    pictures.map((path) =>
      sharp(path, { limitInputPixels: pixelLimit })
        .resize(cellSide, cellSide, { fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .png({ compressionLevel: 1 })
        .toBuffer({ resolveWithObject: true }),
    ),
  )
  const columns = Math.ceil(Math.sqrt(cells.length))
  const [width, height] = [
    Math.max(...cells.map(({ info }) => info.width)),
    Math.max(...cells.map(({ info }) => info.height)),
  ]
  const rows = Math.ceil(cells.length / columns)
  const sheet = sharp({
    create: {
      width: columns * (width + gap) + gap,
      height: rows * (height + gap) + gap,
      ...{ channels: 3, background: '#fff' },
    },
  }).composite(
    cells.map(({ data }, i) => ({
      input: data,
      left: gap + (i % columns) * (width + gap),
      top: gap + Math.floor(i / columns) * (height + gap),
    })),
  )
  if (choices.format === 'png') return new Uint8Array(await sheet.png().toBuffer())
  return encoded(sheet, { ...choices, keepMetadata: false }, undefined)
}

import type { Pixels, Raster } from '../../host'
import { pngText, withPngText } from '../../pixels/pngText'
import { packetWith, webpText } from '../../pixels/webpText'
import { recipeKeyword } from '../../../shared/recipe'
import type { SampleSpecification } from '../../protocol/specifications'

/** A kind of file that holds a picture without loss, and a text beside it. */
export interface SampleFormat {
  /** With its dot. */
  readonly extension: string
  encode(pixels: Pixels, raster: Raster, text: string): Promise<Uint8Array>
  /** The text of a whole file of this kind; undefined for any other. */
  textOf(file: Uint8Array): string | undefined
}

export const formatOf: Readonly<Record<SampleSpecification['format'], SampleFormat>> = {
  png: {
    extension: '.png',
    encode: async (pixels, raster, text) => withPngText(await pixels.encodePng(raster), recipeKeyword, text),
    textOf: (file) => pngText(file, recipeKeyword),
  },
  webp: {
    extension: '.webp',
    encode: (pixels, raster, text) => pixels.encodeWebp(raster, packetWith(text)),
    textOf: webpText,
  },
}

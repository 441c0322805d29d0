import { PixelloomError } from '../../shared/errors'
import type { Raster } from '../host'
import { createNetwork } from '../models/createNetwork'
import { checkWeights } from '../models/weights'
import type { StoredModel } from '../storage/modelFolder'
import { type CompressedImage, overhead, readContainer, writeContainer } from './container'
import { crc32 } from './crc32'
import { createExactNetwork, type ExactNetwork, exactVersion } from './exactNetwork'
import { type CodingWatch, decodeLevels, encodeLevels, type ImageSize } from './imageCodec'
import { losslessLevels, pictureOf } from './losslessLevels'
import { modelHash } from './modelHash'

/** A model ready to code images with. */
export interface Codec {
  readonly network: ExactNetwork
  readonly hash: Uint8Array
}

/** The codec of a model folder's contents. `model-damaged`, `unsupported`. */
export async function createCodec({
  configuration,
  weights,
}: Pick<StoredModel, 'configuration' | 'weights'>): Promise<Codec> {
  const network = createNetwork(configuration)
  const checked = checkWeights(network, weights)
  return {
    network: createExactNetwork(configuration, checked),
    hash: await modelHash(configuration, network.parameters, checked),
  }
}

/** A picture as the bytes of a compressed image, with the model's own nats. Errors: `losslessLevels`. */
export async function compressPicture(
  { network, hash }: Codec,
  picture: Raster,
  subject: string,
  watch?: CodingWatch,
): Promise<{ bytes: Uint8Array; overhead: number; nats: number; dimensions: number }> {
  const { channels, levels: count } = network.configuration
  const { width, height } = picture
  const levels = losslessLevels(picture, network.configuration, subject)
  const { payload, nats } = await encodeLevels(network, levels, { width, height }, watch)
  const bytes = writeContainer({
    arithmetic: exactVersion,
    ...{ channels, levels: count, width, height, payload },
    pictureChannels: picture.channels,
    model: hash,
    pixels: crc32(levels),
  })
  return { bytes, overhead, nats, dimensions: levels.length }
}

/** A compressed image whose model is known to be the right one. */
export interface OpenedImage {
  readonly size: ImageSize
  /** The picture, checked against its checksum. `file-damaged`. */
  decompress(watch?: CodingWatch): Promise<Raster>
}

/** Opens the bytes of a compressed image. Errors: `readContainer`; `wrong-model` for another model's. */
export function openCompressed({ network, hash }: Codec, bytes: Uint8Array, subject: string): OpenedImage {
  const image = readContainer(bytes, subject)
  const { configuration } = network
  const { channels, levels } = configuration
  if (
    image.model.some((byte, i) => byte !== hash[i]) ||
    image.channels !== channels ||
    image.levels !== levels
  ) {
    const message = `${subject} was compressed with another model (${describe(image)}). Name that one with --model.`
    throw new PixelloomError('wrong-model', message, subject)
  }
  if (image.arithmetic !== exactVersion) {
    const message = `${subject} was compressed by a Pixelloom that computes differently (version ${image.arithmetic}, this one knows ${exactVersion}). Use that one.`
    throw new PixelloomError('unsupported', message, subject)
  }
  return {
    size: image,
    async decompress(watch) {
      const values = await decodeLevels(network, image.payload, image, watch)
      if (crc32(values) !== image.pixels) {
        const message = `${subject} is damaged: its pixels don't match their checksum. Get another copy of it.`
        throw new PixelloomError('file-damaged', message, subject)
      }
      return pictureOf(values, configuration, image)
    },
  }
}

function describe({ channels, levels, model }: CompressedImage): string {
  const start = Array.from(model.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${channels === 1 ? 'grey' : 'colour'}, ${levels} levels, hash ${start}…`
}

import { modelHash } from '../../codec/modelHash'
import { hashKey } from '../../data/hash'
import { valuesOf } from '../../models/weightValues'
import type { CompleteFolderSpecification, MaskSource } from '../../protocol/specifications'
import type { LoadedModel } from '../loadModel'
import type { RecordedChoices } from './record'

/** The seed of one image of a folder: it depends on nothing else that the folder holds or on what was drawn before. */
export function imageSeed(seed: number, key: string): number {
  return hashKey(`${seed}/${key}`, 'seed')
}

/** What each image of a folder is completed by. */
export async function recordedChoices(
  { network, weights }: LoadedModel,
  spec: CompleteFolderSpecification,
): Promise<(image: { readonly key: string; readonly mask: MaskSource }) => RecordedChoices> {
  const hash = await modelHash(network.configuration, network.parameters, valuesOf(weights))
  const model = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return ({ key, mask }) => ({
    ...spec,
    image: key,
    mask: maskText(mask),
    model,
    seed: imageSeed(spec.seed, key),
  })
}

function maskText(mask: MaskSource): string {
  switch (mask.from) {
    case 'file':
      return mask.path
    case 'rectangle': {
      const { x, y, width, height } = mask.rectangle
      return `rectangle ${x},${y},${width},${height}`
    }
    case 'half':
      return `half ${mask.half}`
    case 'transparency':
      return 'transparency'
    case 'bitmap':
      return `bitmap ${mask.width} x ${mask.height}`
  }
}

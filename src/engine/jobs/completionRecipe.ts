import { version } from '../../../package.json'
import type { Way } from '../../shared/completion'
import { hexadecimal } from '../../shared/hexadecimal'
import { encodeMask } from '../../shared/maskText'
import { type CompletionRecipe, completionRecipeSchema } from '../../shared/recipe'
import type { RuntimeName } from '../../shared/runtimes'
import { modelHash } from '../codec/modelHash'
import type { MaskedPhoto } from '../completion/photo'
import type { Host } from '../host'
import type { Weights } from '../models/network'
import { valuesOf } from '../models/weightValues'
import type { CompleteSpecification } from '../protocol/specifications'
import type { LoadedModel } from './loadModel'

/** What only its end tells of a completion. */
interface Drawn {
  readonly variant: number
  readonly nats: number
  readonly way: Way | undefined
}

/** Models that were hashed, by their weights: a folder of images needs it once. */
const hashes = new WeakMap<Weights, Promise<string>>()

/** The recipe of each of a photo's completions, as text. It says nothing of when and where: the same gives the same. */
export async function completionRecipes(
  host: Pick<Host, 'storage'>,
  model: LoadedModel,
  spec: CompleteSpecification,
  { photo, mask }: MaskedPhoto,
  runtime: RuntimeName,
): Promise<(drawn: Drawn) => string> {
  const { like } = spec
  const runs = encodeMask(mask)
  const bytes = await host.storage.read(spec.image)
  const shared: Omit<CompletionRecipe, keyof Drawn> = {
    ...completionRecipeSchema.omit({ variant: true, nats: true, way: true }).parse({
      ...spec,
      ...{ version, runtime },
      model: { hash: await hashOf(model), name: model.stored.document.name || baseName(spec.model) },
      photo: {
        name: baseName(spec.image),
        sha256: hexadecimal(new Uint8Array(await sha256(bytes))),
        ...{ width: photo.width, height: photo.height },
      },
      mask: { pixels: mask.reduce((sum, one) => sum + one, 0), ...(runs !== undefined && { runs }) },
      like: like && { fromRow: like.fromRow, closeness: like.closeness },
    }),
  }
  return (drawn) => JSON.stringify({ ...shared, ...drawn } satisfies CompletionRecipe)
}

function hashOf({ network, weights }: LoadedModel): Promise<string> {
  const known = hashes.get(weights)
  if (known) return known
  const hash = modelHash(network.configuration, network.parameters, valuesOf(weights)).then(hexadecimal)
  hashes.set(weights, hash)
  return hash
}

function sha256(bytes: Uint8Array): Promise<ArrayBuffer> {
  return globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
}

function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}

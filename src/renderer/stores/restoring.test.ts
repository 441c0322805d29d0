import { describe, expect, it } from 'vitest'
import { encodeMask } from '../../shared/maskText'
import type { CompletionRecipe } from '../../shared/recipe'
import { fakeApp, model, photo } from '../testing/fixtures'
import { useFrame } from './frame'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'
import { useRestoring } from './restoring'
import { useWorkbench } from './workbench'

const mask = Uint8Array.from({ length: 64 }, (_, i) => (i >= 40 ? 1 : 0))
const recipe: CompletionRecipe = {
  ...{ kind: 'complete', version: '1.0.0', variant: 5, nats: 81.5, runtime: 'native' },
  model: { hash: 'abc', name: 'Birds' },
  photo: { name: 'source.png', sha256: 'def', width: 8, height: 8 },
  mask: { pixels: 24, runs: encodeMask(mask) ?? '' },
  ...{ seed: 77, temperature: 0.8, topP: 0.9, quality: 'best', inference: 'particles', particles: 32 },
  ...{ fit: 'native', seconds: 30, guide: 0.75, feather: 3, match: true },
  frame: { x: 1, y: 1, width: 6, height: 6 },
}
const dropped = photo('dropped')

async function offered(found: { photoId?: string; modelId?: string; mask?: Uint8Array } | null) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('source'), dropped] }),
    'models.list': () => ({ models: [model('m'), model('birds')], damaged: [] }),
    'library.remove': () => ({}),
    'results.restorable': () => ({ found: found && { recipe, ...found } }),
  })
  await useLibrary().refresh()
  await useModels().refresh()
  const restoring = useRestoring()
  await restoring.look([dropped])
  return { connection, restoring }
}

describe('restoring what a picture was made from', () => {
  it('puts back photo, mask, model and every choice, and the picture need not lie beside it', async () => {
    const { connection, restoring } = await offered({ photoId: 'source', modelId: 'birds', mask })
    await restoring.accept()
    expect(useLibrary().selectedId).toBe('source')
    expect(useMasks().of(photo('source')).bitmap.data).toEqual(mask)
    expect(useModels().chosen?.id).toBe('birds')
    expect(useWorkbench()).toMatchObject({
      ...{ count: 6, temperature: 0.8, topP: 0.9, quality: 'best', fit: 'native', seconds: 30 },
      ...{ feather: 3, match: true, seed: '77' },
    })
    // As large as the model's pictures at least, around the hole.
    expect(useFrame().chosen).toBeDefined()
    expect(connection.inputs('library.remove')).toEqual([{ photoIds: ['dropped'] }])
    expect(restoring.offer).toBeUndefined()
  })

  it('takes the picture itself where its photo isn’t here, and leaves the model where that isn’t', async () => {
    const { connection, restoring } = await offered({ mask })
    useModels().choose('m')
    await restoring.accept()
    expect(useLibrary().selectedId).toBe('dropped')
    expect(useMasks().of(dropped).bounds).toEqual({ x: 0, y: 5, width: 8, height: 3 })
    expect(useModels().chosen?.id).toBe('m')
    expect(connection.inputs('library.remove')).toEqual([])
  })

  it('asks nothing about other pictures, or about many at once', async () => {
    const { connection, restoring } = await offered(null)
    expect(restoring.offer).toBeUndefined()
    await restoring.look([dropped, photo('source')])
    expect(connection.inputs('results.restorable')).toHaveLength(1)
  })
})

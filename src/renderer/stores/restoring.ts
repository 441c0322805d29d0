import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { MethodOutput } from '../../shared/contract/methods'
import type { Photo } from '../../shared/contract/entities'
import { decodeMask } from '../../shared/maskText'
import type { CompletionRecipe } from '../../shared/recipe'
import { call } from '../api'
import { t } from '../i18n'
import { useApp } from './app'
import { useDesk } from './desk'
import { useFrame } from './frame'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'
import { useToasts } from './toasts'
import { leastTopP, useWorkbench, widestFeather } from './workbench'

type Restorable = NonNullable<MethodOutput<'results.restorable'>['found']>

/** A completion that was dropped, and what there is of what it was made from. */
export interface Offer extends Restorable {
  /** The dropped picture itself. */
  readonly photo: Photo
}

/** Bringing back what a completion was made from: photo, mask, model and choices, as its file tells. */
export const useRestoring = defineStore('restoring', () => {
  const offer = shallowRef<Offer>()
  const restoring = ref(false)

  /** A photo was added: if it is a completion of ours, offers to restore what it was made from. */
  async function look(added: readonly Photo[]): Promise<void> {
    const [photo] = added
    if (!photo || added.length !== 1) return
    const { found } = await call('results.restorable', { photoId: photo.id })
    if (found) offer.value = { ...found, photo }
  }

  function decline(): void {
    offer.value = undefined
  }

  async function accept(): Promise<void> {
    const { value } = offer
    if (!value) return
    restoring.value = true
    try {
      const { recipe, photo, photoId = photo.id } = value
      const library = useLibrary()
      library.select(photoId)
      const source = library.find(photoId)
      if (source) put(source, recipe, value.mask)
      if (value.modelId !== undefined) useModels().choose(value.modelId)
      offer.value = undefined
      useApp().go('complete')
      // The picture is in its file, and its photo is here: it need not lie beside it.
      if (photoId !== photo.id) await library.remove([photo.id])
      useToasts().show({ tone: 'good', message: t('complete.restore.done') })
    } finally {
      restoring.value = false
    }
  }

  /** The settings of a result that is there once more, for the photo on the desk: mask, model, choices, seed. */
  function again(recipe: CompletionRecipe, modelId: string | undefined): void {
    const { photo } = useDesk()
    if (!photo) return
    const { runs } = recipe.mask
    const mask = runs === undefined ? undefined : decodeMask(runs, photo.width * photo.height)
    put(photo, recipe, mask)
    if (modelId !== undefined && useModels().models.some(({ id }) => id === modelId)) {
      useModels().choose(modelId)
    }
    useToasts().show({ tone: 'good', message: t('complete.restore.again') })
  }

  function put(photo: Photo, recipe: CompletionRecipe, mask: Uint8Array | undefined): void {
    const desk = useDesk()
    const workbench = useWorkbench()
    if (mask?.length === photo.width * photo.height) useMasks().of(photo).replace(mask)
    useFrame().place(photo.id, recipe.frame)
    workbench.count = Math.max(workbench.count, Math.min(9, recipe.variant + 1))
    workbench.temperature = Math.min(2, recipe.temperature)
    workbench.topP = Math.max(leastTopP, recipe.topP)
    if (recipe.quality) workbench.quality = recipe.quality
    workbench.fit = recipe.fit
    workbench.seconds = recipe.seconds ?? 0
    workbench.feather = Math.min(widestFeather, recipe.feather)
    workbench.match = recipe.match
    workbench.seed = String(recipe.seed)
    desk.showVariant(undefined)
  }

  return { offer, restoring, look, decline, accept, again }
})

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { z } from 'zod'
import { keepDraft } from './draft'

const draftSchema = z.object({ modelId: z.string(), text: z.string() })

/** The model whose name is being changed, and what is typed so far. */
export const useModelNaming = defineStore('modelNaming', () => {
  const draft = ref<z.infer<typeof draftSchema>>()
  keepDraft(
    'modelName',
    draftSchema.nullable(),
    () => draft.value ?? null,
    (kept) => (draft.value = kept ?? undefined),
  )

  function typed(modelId: string): string | undefined {
    return draft.value?.modelId === modelId ? draft.value.text : undefined
  }

  /** Undefined: it is no longer being changed. */
  function type(modelId: string, text: string | undefined): void {
    if (text !== undefined) draft.value = { modelId, text }
    else if (draft.value?.modelId === modelId) draft.value = undefined
  }

  return { draft, typed, type }
})

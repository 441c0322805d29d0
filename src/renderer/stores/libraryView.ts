import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { arrange, filters, sortings, type Arrangement } from '../library/arrange'
import {
  choose as chooseOne,
  chooseAll,
  keepShown,
  nothingSelected,
  type Choosing,
  type Selection,
} from '../library/selection'
import { useApp } from './app'
import { useCompletions } from './completions'
import { keepDraft } from './draft'
import { useLibrary } from './library'

const remembered = 'pixelloom.library'

export const tileSizes = { min: 88, max: 320 } as const

const choicesSchema = z.object({
  filter: z.enum(filters).catch('all'),
  sorting: z.enum(sortings).catch('added'),
  descending: z.boolean().catch(true),
  tileSize: z.number().min(tileSizes.min).max(tileSizes.max).catch(168),
})

function choicesBefore(): z.infer<typeof choicesSchema> {
  try {
    return choicesSchema.parse(JSON.parse(localStorage.getItem(remembered) ?? '{}'))
  } catch {
    return choicesSchema.parse({})
  }
}

/** What the library shows and what is selected in it, kept while a person looks at something else. */
export const useLibraryView = defineStore('libraryView', () => {
  const library = useLibrary()
  const completions = useCompletions()

  const search = ref('')
  keepDraft(
    'library.search',
    z.string(),
    () => search.value,
    (kept) => (search.value = kept),
  )
  const choices = ref(choicesBefore())
  const selection = shallowRef<Selection>(nothingSelected)

  watch(choices, (now) => localStorage.setItem(remembered, JSON.stringify(now)), { deep: true })

  /** Photos that something was made of. */
  const made = computed(() => {
    const ids = new Set([...completions.runs.values()].map(({ photoId }) => photoId))
    for (const { from } of library.photos) if (from !== undefined) ids.add(from)
    return ids
  })
  const arrangement = computed<Arrangement>(() => ({ ...choices.value, search: search.value }))
  const shown = computed(() => arrange(library.photos, arrangement.value, made.value))
  const order = computed(() => shown.value.map(({ id }) => id))
  const places = computed(() => new Map(order.value.map((id, index) => [id, index])))
  const chosen = computed(() => {
    const { ids } = selection.value
    return ids.size === 0 ? [] : shown.value.filter(({ id }) => ids.has(id))
  })

  watch(order, (now, before) => (selection.value = keepShown(selection.value, now, before)))

  function choose(photoId: string, how: Choosing): void {
    selection.value = chooseOne(selection.value, order.value, photoId, how)
  }

  /** Only moves the focus: what is selected stays. */
  function focus(photoId: string): void {
    selection.value = { ...selection.value, focus: photoId }
  }

  function selectAll(): void {
    selection.value = chooseAll(selection.value, order.value)
  }

  function selectThese(ids: Iterable<string>): void {
    selection.value = { ...selection.value, ids: new Set(ids) }
  }

  function clear(): void {
    selection.value = { ...selection.value, ids: new Set() }
  }

  function showAll(): void {
    search.value = ''
    choices.value.filter = 'all'
  }

  function complete(photoId: string): void {
    library.select(photoId)
    useApp().go('complete')
  }

  async function removeChosen(): Promise<void> {
    const ids = chosen.value.map(({ id }) => id)
    if (ids.length > 0) await library.removeWithUndo(ids)
  }

  return {
    search,
    choices,
    selection,
    made,
    shown,
    places,
    chosen,
    choose,
    focus,
    selectAll,
    selectThese,
    clear,
    showAll,
    complete,
    removeChosen,
  }
})

import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { findPageCard, lendPageCard } from '../card/pageCard'
import type { OfferState } from '../card/offering'
import { useApp } from './app'
import { useSettings } from './settings'

/** The graphics card of the browser that shows the page: lent to the app while a person has chosen it. */
export const usePageCard = defineStore('pageCard', () => {
  /** What the card is called; undefined where there is none, or nobody has looked. */
  const name = ref<string>()
  const state = ref<OfferState>()

  /** Only a browser's page lends: the app's own window has its card lent by a window of its own. */
  const isBrowser = computed(() => useApp().info?.shell === 'browser')
  const isChosen = computed(() => {
    const { runtime, card } = useSettings().settings.processor
    return isBrowser.value && runtime === 'webgpu' && card === 'browser'
  })

  async function look(): Promise<void> {
    if (isBrowser.value) name.value = await findPageCard()
  }

  /** From now on lends it whenever it is chosen, and nothing before that. */
  function listen(): void {
    let takeBack: (() => void) | undefined
    /** Of the latest choice: those before it have nothing to say any more. */
    let turn = 0
    watch(
      isChosen,
      async (chosen) => {
        const own = ++turn
        takeBack?.()
        takeBack = undefined
        state.value = undefined
        if (!chosen) return
        await look()
        if (own === turn && name.value !== undefined) takeBack = lendPageCard((now) => (state.value = now))
      },
      { immediate: true },
    )
  }

  return { name, state, isBrowser, isChosen, look, listen }
})

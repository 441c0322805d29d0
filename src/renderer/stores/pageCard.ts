import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { toErrorValue } from '../../shared/errors'
import type { RuntimeReport } from '../../shared/runtimes'
import { call } from '../api'
import { findPageCard, lendPageCard } from '../card/pageCard'
import type { OfferState } from '../card/offering'
import { useApp } from './app'
import { useSettings } from './settings'

/** The graphics card of the browser that shows the page: lent to the app while a person has chosen it. */
export const usePageCard = defineStore('pageCard', () => {
  /** What the card is called; undefined where there is none, or nobody has looked. */
  const name = ref<string>()
  const state = ref<OfferState>()
  /** What it takes, or why that was not measured. */
  const report = shallowRef<RuntimeReport>()
  const measuring = ref(false)

  /** Only a browser's page lends: the app's own window has its card lent by a window of its own. */
  const isBrowser = computed(() => useApp().info?.shell === 'browser')
  const isChosen = computed(() => {
    const { runtime, card } = useSettings().settings.processor
    return isBrowser.value && runtime === 'webgpu' && card === 'browser'
  })

  async function look(): Promise<void> {
    if (isBrowser.value) name.value = await findPageCard()
  }

  /** Measures what it takes, while it is lent: once, or `again`. */
  async function measure(again = false): Promise<void> {
    if (state.value !== 'lent' || measuring.value || (report.value && !again)) return
    measuring.value = true
    try {
      report.value = (await call('app.pageCard', {})).report
    } catch (thrown) {
      const { message } = toErrorValue(thrown)
      report.value = { name: 'webgpu', available: true, description: '', unmeasured: message }
    }
    measuring.value = false
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

  return { name, state, report, measuring, isBrowser, isChosen, look, measure, listen }
})

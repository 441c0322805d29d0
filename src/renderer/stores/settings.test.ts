import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import { changed, usualSettings, type Settings } from '../../shared/settings'
import type { FakeConnection } from '../api/fakeBridge'
import { recallAppearance } from '../appearance'
import { currentLanguage, setLanguage } from '../i18n'
import { fakeApp } from '../testing/fixtures'
import { useSettings } from './settings'
import { useToasts } from './toasts'

const themeOf = (): string | undefined => document.documentElement.dataset['theme']
let held: Settings

function open(handlers: FakeConnection['handlers'] = {}): FakeConnection {
  held = usualSettings
  return fakeApp({
    'settings.get': () => held,
    'settings.set': (change) => (held = changed(held, change)),
    'settings.reset': () => {
      const before = held
      held = usualSettings
      return { settings: held, before }
    },
    ...handlers,
  })
}

describe('the settings', () => {
  beforeEach(() => {
    delete document.documentElement.dataset['theme']
    setLanguage('en')
  })

  it('change language and theme of the page before anything is answered', async () => {
    open()
    const done = useSettings().set({ appearance: { language: 'fr', theme: 'dark' } })
    expect([currentLanguage(), document.documentElement.lang, themeOf()]).toEqual(['fr', 'fr', 'dark'])
    await done
    expect(held.appearance).toEqual({ language: 'fr', theme: 'dark' })
    await useSettings().set({ appearance: { theme: 'system' } })
    expect(themeOf()).toBeUndefined()
  })

  it('are remembered by the page for its first picture', async () => {
    open()
    await useSettings().set({ appearance: { language: 'es', theme: 'light' } })
    setLanguage('en')
    delete document.documentElement.dataset['theme']
    recallAppearance()
    expect([currentLanguage(), themeOf()]).toEqual(['es', 'light'])
    localStorage.setItem('pixelloom.appearance', '{"theme')
    recallAppearance()
    expect(themeOf()).toBeUndefined()
  })

  it('are as before where they can’t be kept, and the person is told', async () => {
    const refuse = (): never => {
      throw new PixelloomError('disk', 'No space is left.')
    }
    open({ 'settings.set': refuse })
    await useSettings().set({ appearance: { theme: 'dark' } })
    expect(themeOf()).toBeUndefined()
    expect(useToasts().toasts.map(({ message }) => message)).toEqual(['No space is left.'])
  })

  it('show the last of quick changes throughout, whatever is answered in between', async () => {
    const answers: (() => void)[] = []
    const connection = open({
      'settings.set': (change) => {
        held = changed(held, change)
        const now = held
        return new Promise((resolve) => answers.push(() => resolve(now)))
      },
    })
    const store = useSettings()
    store.listen()
    const both = [store.set({ saving: { quality: 10 } }), store.set({ saving: { quality: 20 } })]
    connection.emit('settings.changed', { settings: changed(usualSettings, { saving: { quality: 10 } }) })
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[0]?.()
    await both[0]
    expect(store.settings.saving.quality).toBe(20)
    answers[1]?.()
    await both[1]
    expect(store.settings.saving.quality).toBe(20)
    // Set elsewhere: in another browser, say.
    connection.emit('settings.changed', { settings: usualSettings })
    expect(store.settings).toEqual(usualSettings)
  })

  it('are reset with a way back', async () => {
    open()
    const store = useSettings()
    await store.set({ training: { checkpointsKept: 5 } })
    await store.reset()
    expect(store.settings).toEqual(usualSettings)
    useToasts().toasts.at(-1)?.action?.run()
    await vi.waitFor(() => expect(held.training.checkpointsKept).toBe(5))
    expect(store.settings.training.checkpointsKept).toBe(5)
  })
})

import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import App from '../../App.vue'
import { useApp } from '../../stores/app'
import { useToasts } from '../../stores/toasts'
import { fakeApp } from '../../testing/fixtures'

let page: VueWrapper

beforeEach(async () => {
  fakeApp()
  page = mount(App, { global: { plugins: [getActivePinia()!] }, attachTo: document.body })
  await flushPromises()
  useApp().helpOpen = true
  useToasts().show({ tone: 'bad', message: 'Something failed.' })
  await flushPromises()
  // A dialog listens for presses beside it from the next turn on.
  await new Promise((resolve) => setTimeout(resolve))
})
afterEach(() => page.unmount())

const dialog = () => document.querySelector('[role=dialog]')
const press = async (selector: string): Promise<void> => {
  const target = document.querySelector(selector)!
  for (const type of ['pointerdown', 'click']) target.dispatchEvent(new Event(type, { bubbles: true }))
  await flushPromises()
}

describe('a message', () => {
  it('that is there already is shown once, and for as long as if it were new; with a button each is its own', () => {
    const { show } = useToasts()
    const shown = (): (string | undefined)[] => useToasts().toasts.map(({ message }) => message)
    show({ tone: 'good', message: 'Saved.' })
    const again = show({ tone: 'bad', message: 'Something failed.' })
    expect(shown()).toEqual(['Saved.', 'Something failed.'])
    expect(useToasts().toasts.at(-1)?.id).toBe(again)
    for (const run of [() => undefined, () => undefined]) {
      show({ tone: 'plain', message: 'Taken out.', action: { label: 'Undo', run } })
    }
    expect(shown()).toEqual(['Saved.', 'Something failed.', 'Taken out.', 'Taken out.'])
  })
})

describe('a message while a dialog is open', () => {
  it('is closed without closing the dialog', async () => {
    expect(dialog()).not.toBeNull()
    await press('.toast .icon-button')
    expect(useToasts().toasts).toEqual([])
    expect(dialog()).not.toBeNull()
  })

  it('leaves presses beside the dialog what they are', async () => {
    await press('.scrim')
    expect(dialog()).toBeNull()
    expect(useToasts().toasts).toHaveLength(1)
  })
})

import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import App from '../App.vue'
import { useApp } from '../stores/app'
import { useLibrary } from '../stores/library'
import { fakeApp, photo } from '../testing/fixtures'

let page: VueWrapper

async function open(photos: ReturnType<typeof photo>[]): Promise<void> {
  fakeApp({ 'library.list': () => ({ photos }) })
  page = mount(App, { global: { plugins: [getActivePinia()!] }, attachTo: document.body })
  useApp().go('complete')
  await flushPromises()
}

afterEach(() => page.unmount())

const next = () => page.get('.complete-view .empty button')

describe('where no photo is shown', () => {
  it('photos are added, if there are none', async () => {
    await open([])
    expect(next().text()).toBe('Add photos')
    let asked = false
    page.get<HTMLInputElement>('.empty input[type=file]').element.click = () => (asked = true)
    await next().trigger('click')
    expect(asked).toBe(true)
  })

  it('one is chosen, if there are some', async () => {
    await open([photo('a')])
    useLibrary().select('')
    await flushPromises()
    expect(next().text()).toBe('Choose a photo')
    await next().trigger('click')
    expect(useApp().view).toBe('library')
  })
})

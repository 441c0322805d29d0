import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import App from '../../App.vue'
import { useMasks } from '../../stores/masks'
import { useTrainForm } from '../../stores/trainForm'
import { fakeApp, job, model, photo } from '../../testing/fixtures'

let page: VueWrapper

afterEach(() => page.unmount())

/** The window with one photo, a hole in it, and a bundled model; and how a completion of it comes to its end. */
async function open(shown: ReturnType<typeof photo>) {
  const running = job('j', { photoId: shown.id, modelId: 'm' })
  const connection = fakeApp({
    'library.list': () => ({ photos: [shown] }),
    'models.list': () => ({ models: [model('m', { bundled: true })], damaged: [] }),
    'jobs.complete': () => running,
  })
  const pinia = getActivePinia()!
  useMasks().of(shown).rectangle({ x: 16, y: 16, width: 8, height: 8 }, 1)
  page = mount(App, { global: { plugins: [pinia] }, attachTo: document.body })
  await flushPromises()
  return async () => {
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    const picture = { role: 'completion' as const, variant: 0, address: 'r/0', nats: 80 }
    connection.emit('job.picture', { jobId: 'j', picture })
    const completions = [{ variant: 0, file: '/f', nats: 80, rank: 1 }]
    const result = { kind: 'complete', completions, seconds: 1 } as const
    connection.emit('job.changed', { job: { ...running, state: 'done', result } })
    await flushPromises()
  }
}

const step = () => page.find('.next-step')

it('is a photo of one’s own, once a sample is completed', async () => {
  const complete = await open(photo('digit', { width: 40, height: 40, source: 'sample' }))
  expect(step().exists()).toBe(false)
  expect(page.get('#complete-hint').text()).toBe('Bundled model, works offline')
  await complete()
  expect(step().text()).toBe('Now choose a photo of your own')
})

it('is a model of that photo’s kind, which begins with the folder that it lies in', async () => {
  await open(photo('beach', { width: 40, height: 40, source: 'file', folder: '/home/me/beaches' }))
  expect(step().text()).toBe('Teach it your photos')
  await step().get('button').trigger('click')
  await flushPromises()
  expect(page.find('.complete-view').exists()).toBe(false)
  expect(useTrainForm().data).toBe('/home/me/beaches')
})

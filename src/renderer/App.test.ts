import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { PixelloomError } from '../shared/errors'
import type { JobSnapshot } from '../shared/jobs'
import App from './App.vue'
import { useModelFiles } from './stores/modelFiles'
import { useLibrary } from './stores/library'
import { useWorkbench } from './stores/workbench'
import { fakeApp, job, lowerHalf, model, photo, run } from './testing/fixtures'

let wrapper: VueWrapper | undefined

async function open(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [photo('digit', { source: 'sample' }), photo('holiday')] }),
    'masks.load': ({ photoId }) => ({ mask: photoId === 'digit' ? lowerHalf : null }),
    'models.list': () => ({ models: [model('mnist', { bundled: true })], damaged: [] }),
    ...handlers,
  })
  const pinia = getActivePinia()!
  wrapper = mount(App, { global: { plugins: [pinia] }, attachTo: document.body })
  await flushPromises()
  return { connection, page: wrapper }
}

function button(page: VueWrapper, name: string) {
  const found = page.findAll('button').find((candidate) => {
    const label = candidate.attributes('aria-label') ?? candidate.text()
    return label.trim() === name
  })
  if (!found) throw new Error(`There is no button ${name}.`)
  return found
}

const places = (page: VueWrapper, name: string) =>
  page.findAll('nav[aria-label="Views"] button').find((candidate) => candidate.text() === name)!

function press(key: string, more: KeyboardEventInit = {}): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

afterEach(() => {
  wrapper?.unmount()
  wrapper = undefined
})

describe('Complete', () => {
  it('is ready in the first minute: a sample, a mask, a button', async () => {
    const { page } = await open()
    expect(page.find('[role="application"]').attributes('aria-label')).toContain('digit.png')
    expect(page.find('.go .primary').attributes('disabled')).toBeUndefined()
    expect(page.text()).toContain('Bundled model, works offline')
    expect(page.text()).toContain('The model sees all of it at 8 × 8')
  })

  it('says what to do where Complete can’t be pressed', async () => {
    const { page } = await open()
    // The strip shows what is in sight, which nothing is without a layout.
    useLibrary().select('holiday')
    await flushPromises()
    expect(page.find('.go .primary').attributes('disabled')).toBeDefined()
    expect(page.find('.go').text()).toContain('Paint over the part to replace.')
  })

  it('shows the next thing to do where nothing is there yet', async () => {
    const { page } = await open({
      'library.list': () => ({ photos: [] }),
      'models.list': () => ({ models: [], damaged: [] }),
    })
    expect(page.text()).toContain('Drop a photo anywhere')
    expect(page.find('.go').text()).toContain('Add a photo to begin.')
  })

  it('goes from the button to ranked, saveable results', async () => {
    const running = job('j', { photoId: 'digit', modelId: 'mnist' })
    const { connection, page } = await open({
      'jobs.complete': () => running,
      'results.save': () => ({ how: 'saved', path: '/home/me/digit.png' }),
    })
    await page.find('.go .primary').trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.complete')[0]).toMatchObject({ photoId: 'digit', count: 4 })
    expect(page.findAll('.strip .tile')).toHaveLength(4)
    expect(page.find('.go').text()).toContain('Cancel')
    for (const [variant, nats] of [84, 82, 90, 85].entries()) {
      const picture = { role: 'completion' as const, variant, address: `r/${variant}`, nats }
      connection.emit('job.picture', { jobId: 'j', picture })
    }
    connection.emit('job.changed', { job: { ...running, state: 'done' } })
    await flushPromises()
    expect(page.find('.strip').text()).toContain('Likeliest of 4: 82.0 nats')
    expect(page.find('.tile.selected .pick').attributes('aria-label')).toBe('Variant 2, 82.0 nats, likeliest')
    expect(page.find('.sheet').findAll('img')[1]?.attributes('src')).toBe('fake:r/1')
    await button(page, 'Save variant 3').trigger('click')
    await flushPromises()
    expect(connection.inputs('results.save')).toMatchObject([{ jobId: 'j', variant: 2 }])
    expect(page.find('.toasts').text()).toContain('/home/me/digit.png')
  })

  it('shows errors as their sentences', async () => {
    const { page } = await open({
      'jobs.complete': () => {
        throw new PixelloomError('model-damaged', 'The weights are cut off. Import the model again.')
      },
    })
    await page.find('.go .primary').trigger('click')
    await flushPromises()
    expect(page.find('[role="alert"]').text()).toContain('The weights are cut off. Import the model again.')
  })

  it('obeys the keys', async () => {
    const { page } = await open({
      'jobs.complete': () => job('j', { photoId: 'digit', modelId: 'mnist' }),
    })
    const workbench = useWorkbench()
    press('e')
    expect(workbench.tool).toBe('eraser')
    press('R')
    expect(workbench.tool).toBe('rectangle')
    const before = workbench.diameter(100)
    press(']')
    expect(workbench.diameter(100)).toBeGreaterThan(before)
    press('Delete')
    await flushPromises()
    expect(page.find('.go').text()).toContain('Paint over')
    press('z', { ctrlKey: true })
    await flushPromises()
    expect(page.find('.go').text()).not.toContain('Paint over')
    press('PageDown')
    expect(useLibrary().selectedId).toBe('holiday')
    press('PageUp')
    press('Enter', { ctrlKey: true })
    await flushPromises()
    press('3')
    await flushPromises()
    expect(page.findAll('.tile')[2]?.classes()).toContain('selected')
    press('ArrowLeft')
    await flushPromises()
    expect(page.findAll('.tile')[1]?.classes()).toContain('selected')
    press('Tab')
    await flushPromises()
    expect(page.find('.caption').text()).toBe('Original')
    document.body.dispatchEvent(new KeyboardEvent('keyup', { key: 'Tab', bubbles: true }))
    press('0')
    await flushPromises()
    expect(page.find('.original').classes()).toContain('selected')
  })

  it('leaves keys to text fields', async () => {
    const { page } = await open()
    const seed = page.find('input[inputmode="numeric"]')
    await seed.trigger('keydown', { key: 'e' })
    expect(useWorkbench().tool).toBe('brush')
  })

  it('paints where the pointer goes, and erases with Alt', async () => {
    const { page } = await open()
    // The strip shows what is in sight, which nothing is without a layout.
    useLibrary().select('holiday')
    await flushPromises()
    const stage = page.find('[role="application"]')
    const element = stage.element as HTMLElement
    element.setPointerCapture = () => undefined
    const at = (clientX: number, clientY: number, altKey = false) => ({
      button: 0,
      clientX,
      clientY,
      altKey,
      pointerId: 1,
      getCoalescedEvents: () => [],
    })
    useWorkbench().setDiameter(1, 8)
    // The stage has no size here, so that the photo lies at its corner, unscaled.
    await stage.trigger('pointerdown', at(1.5, 2.5))
    await stage.trigger('pointermove', at(4.5, 2.5))
    await stage.trigger('pointerup', at(4.5, 2.5))
    expect(page.find('.go .primary').attributes('disabled')).toBeUndefined()
    await stage.trigger('pointerdown', at(0.5, 2.5, true))
    await stage.trigger('pointermove', at(6.5, 2.5, true))
    await stage.trigger('pointerup', at(6.5, 2.5, true))
    expect(page.find('.go .primary').attributes('disabled')).toBeDefined()
  })

  it('says that the connection is lost, and that it is back', async () => {
    const { connection, page } = await open()
    connection.online.value = false
    await flushPromises()
    expect(page.text()).toContain('The connection to Pixelloom is lost.')
    connection.refusal.value = 'Open the address that the terminal printed.'
    await flushPromises()
    expect(page.text()).toContain('Open the address that the terminal printed.')
    connection.restore()
    await flushPromises()
    expect(page.find('.notice').exists()).toBe(false)
  })
})

describe('Train', () => {
  const training = job('t', {
    kind: 'train',
    title: 'Train clouds',
    modelId: 'clouds',
    progress: { stage: 'Training', done: 30, total: 100, unit: 'steps', rate: 55, secondsLeft: 120 },
  })

  it('starts no training on what was found unusable', async () => {
    const { connection, page } = await open({
      'jobs.checkData': () => job('c', { kind: 'check-data' }),
    })
    await places(page, 'Train').trigger('click')
    await page.find('.train-form input').setValue('/pictures/gone')
    const start = button(page, 'Start training')
    expect(start.attributes('disabled')).toBeUndefined()
    await button(page, 'Check folder').trigger('click')
    await flushPromises()
    const error = { code: 'not-found' as const, message: 'There is nothing at /pictures/gone.' }
    connection.emit('job.changed', { job: job('c', { kind: 'check-data', state: 'failed', error }) })
    await flushPromises()
    expect(start.attributes('disabled')).toBeDefined()
    expect(page.text()).toContain('Choose images that can be read first.')
  })

  it('checks a folder and names what is left out', async () => {
    const { connection, page } = await open({
      'jobs.checkData': ({ data }) =>
        job(data === '/pictures/clouds' ? 'c' : 'other', { kind: 'check-data' }),
    })
    await places(page, 'Train').trigger('click')
    await page.find('.train-form input').setValue('/pictures/clouds')
    await button(page, 'Check folder').trigger('click')
    await flushPromises()
    const report = {
      source: '/pictures/clouds',
      format: 'folder' as const,
      images: 120,
      heldOut: 12,
      smallest: { width: 10, height: 20 },
      largest: { width: 400, height: 300 },
      skipped: [{ path: 'deep/bad.png', reason: 'is cut off' }],
    }
    const done: JobSnapshot = job('c', {
      kind: 'check-data',
      state: 'done',
      result: { kind: 'check-data', report },
    })
    connection.emit('job.changed', { job: done })
    await flushPromises()
    const text = page.find('.report').text()
    expect(text).toContain('120 images can be learned from')
    expect(text).toContain('12 images to test with')
    expect(text).toContain('10 × 20 to 400 × 300')
    expect(text).toContain('bad.png is cut off')
    await page.find('.train-form input').setValue('/pictures/other')
    expect(page.find('.report').exists()).toBe(false)
  })

  it('starts, pauses, resumes and cancels', async () => {
    const { connection, page } = await open({
      'jobs.train': () => training,
      'jobs.pause': () => ({ ...training, state: 'paused' }),
      'jobs.resume': () => training,
      'jobs.cancel': () => ({ ...training, state: 'cancelled' }),
    })
    await places(page, 'Train').trigger('click')
    expect(page.text()).toContain('A few hundred images of one kind will do.')
    expect(page.find('.train-form [type="submit"]').attributes('disabled')).toBeDefined()
    await page.find('.train-form input').setValue('/pictures/clouds')
    await page.find('.train-form').trigger('submit')
    await flushPromises()
    expect(connection.inputs('jobs.train')[0]).toMatchObject({
      name: 'clouds',
      data: '/pictures/clouds',
      size: 32,
      channels: 3,
      levels: 256,
    })
    expect(page.find('.run').text()).toContain('step 30 of 100')
    expect(page.find('.run').text()).toContain('55 images/s')
    expect(page.find('.run').text()).toContain('2 min left')
    await button(page, 'Pause').trigger('click')
    await flushPromises()
    await button(page, 'Continue').trigger('click')
    await flushPromises()
    await button(page, 'Stop').trigger('click')
    await flushPromises()
    expect(page.find('.run').text()).not.toContain('Pause')
  })

  it('offers the checkpoint when a training fails', async () => {
    const failed: JobSnapshot = {
      ...training,
      state: 'failed',
      error: { code: 'engine-stopped', message: 'The engine process ended.' },
    }
    const { connection, page } = await open({
      'jobs.list': () => ({ jobs: [failed] }),
      'training.runs': () => ({ runs: [run('clouds', { checkpoints: [30] })] }),
      'jobs.continueTraining': () => ({ ...training, id: 't2' }),
    })
    await places(page, 'Train').trigger('click')
    expect(page.find('[role="alert"]').text()).toContain('The engine process ended.')
    await button(page, 'Continue from step 30').trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.continueTraining')).toEqual([{ modelId: 'clouds' }])
  })

  it('shows held-out pictures by step, the newest first', async () => {
    const { connection, page } = await open({ 'jobs.list': () => ({ jobs: [training] }) })
    await places(page, 'Train').trigger('click')
    for (const step of [100, 200]) {
      const picture = { role: 'held-out' as const, variant: 0, address: `h/${step}`, step }
      connection.emit('job.picture', { jobId: 't', picture })
    }
    await flushPromises()
    expect(page.find('.held-out .shown').attributes('src')).toBe('fake:h/200')
    expect(page.find('.held-out').text()).toContain('step 200')
  })
})

describe('Models', () => {
  const list = {
    models: [model('mnist', { bundled: true }), model('clouds', { resumable: true, parameters: 120345 })],
    damaged: [{ id: 'faces', path: '/data/models/faces', reason: 'The weights are cut off.' }],
  }

  it('lists what can be used, and what can’t with the reason', async () => {
    const { page } = await open({ 'models.list': () => list })
    await places(page, 'Models').trigger('click')
    expect(page.findAll('.card')).toHaveLength(2)
    expect(page.findAll('.card')[0]?.text()).toContain('Bundled')
    expect(page.findAll('.card')[1]?.text()).toContain('120,345')
    expect(page.find('.damaged').text()).toContain('The weights are cut off.')
  })

  it('takes one to Complete', async () => {
    const { page } = await open({ 'models.list': () => list })
    await places(page, 'Models').trigger('click')
    await button(page, 'Use clouds').trigger('click')
    expect(page.find('.complete-view').exists()).toBe(true)
    expect(page.find('[role="combobox"]').text()).toContain('clouds')
  })

  it('imports by path in a browser', async () => {
    const { connection, page } = await open({
      'models.list': () => list,
      'models.import': () => model('new'),
    })
    await places(page, 'Models').trigger('click')
    useModelFiles().asking = true
    await flushPromises()
    const form = document.querySelector<HTMLFormElement>('#import-by-path')
    const field = form?.querySelector('input')
    if (!form || !field) throw new Error('The dialog is not there.')
    field.value = ' /elsewhere/new '
    field.dispatchEvent(new Event('input'))
    form.dispatchEvent(new Event('submit'))
    await flushPromises()
    expect(connection.inputs('models.import')).toEqual([{ path: '/elsewhere/new' }])
    await expect.poll(() => document.querySelector('#import-by-path')).toBeNull()
  })
})

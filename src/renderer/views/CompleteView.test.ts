import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import App from '../App.vue'
import { useFrame } from '../stores/frame'
import { useLiking } from '../stores/liking'
import { useMasks } from '../stores/masks'
import { useWorkbench } from '../stores/workbench'
import { fakeApp, job, model, photo } from '../testing/fixtures'

const holiday = photo('holiday', { width: 40, height: 40 })
const running = job('j', { photoId: 'holiday', modelId: 'm' })
let page: VueWrapper

afterEach(() => page.unmount())

/** A photo five times as large as the model's pictures, a hole in its middle. */
async function open(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = fakeApp({
    'library.list': () => ({ photos: [holiday] }),
    'models.list': () => ({ models: [model('m')], damaged: [] }),
    'jobs.complete': () => running,
    ...handlers,
  })
  const pinia = getActivePinia()!
  useMasks().of(holiday).rectangle({ x: 16, y: 16, width: 8, height: 8 }, 1)
  page = mount(App, { global: { plugins: [pinia] }, attachTo: document.body })
  await flushPromises()
  return connection
}

async function withResults(handlers: Parameters<typeof fakeApp>[0] = {}) {
  const connection = await open(handlers)
  await page.get('.go .primary').trigger('click')
  await flushPromises()
  for (const [variant, nats] of [84, 82, 90, 82].entries()) {
    const picture = { role: 'completion' as const, variant, address: `r/${variant}`, nats }
    connection.emit('job.picture', { jobId: 'j', picture })
  }
  const rated = (variant: number, rank: number, nats: number) => ({ variant, file: '/f', nats, rank })
  const completions = [
    rated(0, 2, 84),
    rated(1, 1, 82),
    rated(2, 3, 90),
    { ...rated(3, 4, 82), duplicateOf: 1 },
  ]
  const result = { kind: 'complete', completions, seconds: 1.5 } as const
  connection.emit('job.changed', { job: { ...running, state: 'done', result } })
  await flushPromises()
  return connection
}

function press(key: string, more: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
}

function segment(text: string) {
  const found = page.findAll('.segment').find((candidate) => candidate.text().startsWith(text))
  if (!found) throw new Error(`There is no choice ${text}.`)
  return found.get('input')
}

describe('the choices beside the canvas', () => {
  it('say what each quality means, and what it takes here', async () => {
    const connection = await open({
      'jobs.measureCompletion': () => job('b', { kind: 'bench', modelId: 'm', title: 'Measure' }),
      'jobs.dismiss': () => ({}),
    })
    // What it begins with: what fits, at little cost.
    expect(page.get('.quality-field').text()).toContain('keeps what fits')
    await segment('Fast').setValue(true)
    expect(page.get('.quality-field').text()).toContain('One pass.')
    await expect.poll(() => connection.inputs('jobs.measureCompletion')).toHaveLength(1)
    // It is not worth a place among what a person asked for.
    expect(page.find('.indicator').exists()).toBe(false)
    const result = { kind: 'bench', what: 'sample', seconds: 9, imagesPerSecond: 1 } as const
    connection.emit('job.changed', {
      job: job('b', { kind: 'bench', modelId: 'm', state: 'done', result }),
    })
    await expect.poll(() => page.get('.quality-field').text()).toContain('It takes about 9 s here.')
    await segment('Better').setValue()
    expect(page.get('.quality-field').text()).toContain('Draws each 8 times')
    expect(page.get('.quality-field').text()).toContain('about 72 s')
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.complete')[0]).toMatchObject({ quality: 'better', fit: 'model' })
  })

  it('offer no quality where all are the same', async () => {
    await open()
    useMasks().of(holiday).rectangle({ x: 0, y: 16, width: 40, height: 24 }, 1)
    await nextTick()
    expect(page.get('.quality-field').text()).toContain('Nothing known comes after the hole')
    expect(page.get('.quality-field').findAll('.segment')).toHaveLength(0)
  })

  it('say how much is enlarged, and offer the photo’s own size', async () => {
    const connection = await open()
    expect(page.get('.size-field').text()).toContain('Drawn at 8 × 8, enlarged 3 times.')
    await segment('Photo’s own').setValue()
    await segment('2 min').setValue()
    expect(page.get('.size-field').text()).toContain('stays coarse')
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.complete')[0]).toMatchObject({ fit: 'native', seconds: 120 })
  })

  it('give way to what a job says it will take', async () => {
    const connection = await open()
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    expect(page.get('.go').text()).toContain('What is finished stays.')
    connection.emit('job.changed', { job: { ...running, note: 'This takes about 40 s.' } })
    await flushPromises()
    expect(page.get('.go').text()).toContain('This takes about 40 s.')
  })

  it('send how edges are joined', async () => {
    const connection = await open()
    // What suits a photo larger than the model's pictures, while nobody chose.
    expect(page.text()).toContain('2 px, colours matched')
    useWorkbench().feather = 6
    await page.get('[role="switch"]').trigger('click')
    expect(page.text()).toContain('6 px')
    expect(page.text()).not.toContain('colours matched')
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.complete')[0]).toMatchObject({ feather: 6, match: false })
  })
})

describe('the frame', () => {
  it('is moved and resized by keys, put back, and sent', async () => {
    const connection = await open()
    press('m')
    await flushPromises()
    expect(page.get('.caption').text()).toContain('The model sees 24 × 24 at 8 × 8, 3 times as coarse')
    press('ArrowRight')
    press('ArrowDown')
    press('ArrowLeft', { shiftKey: true })
    await flushPromises()
    expect(useFrame().chosen).toEqual({ x: 10, y: 10, width: 22, height: 22 })
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    const frame = { x: 10, y: 10, width: 22, height: 22 }
    expect(connection.inputs('jobs.complete')[0]).toMatchObject({ frame })
    press('0')
    await flushPromises()
    const reset = page.findAll('.caption button').find((candidate) => candidate.text() === 'Reset')
    await reset?.trigger('click')
    expect(useFrame().chosen).toBeUndefined()
  })

  it('follows the pointer by a corner, and nothing is painted then', async () => {
    await open()
    useWorkbench().tool = 'frame'
    const stage = page.get('[role="application"]')
    stage.element.setPointerCapture = () => undefined
    const at = (clientX: number, clientY: number) => ({ button: 0, clientX, clientY, pointerId: 1 })
    // The stage has no size here: the photo lies at its corner, unscaled.
    await stage.trigger('pointerdown', at(8, 8))
    await stage.trigger('pointermove', at(4, 5))
    await stage.trigger('pointerup', at(4, 5))
    expect(useFrame().chosen).toEqual({ x: 4, y: 4, width: 28, height: 28 })
    expect(useMasks().of(holiday).bounds).toEqual({ x: 16, y: 16, width: 8, height: 8 })
  })
})

describe('a failure', () => {
  it('has its way out as a button, and goes when it is taken', async () => {
    let asked = 0
    const connection = await open({
      'jobs.complete': ({ count }) =>
        job(`j${++asked}`, { photoId: 'p', modelId: 'm', title: String(count) }),
    })
    await page.get('.go .primary').trigger('click')
    await flushPromises()
    const error = { code: 'out-of-memory', message: 'It needs 9 GB, and 2 GB are free.' } as const
    connection.emit('job.changed', { job: job('j1', { photoId: 'p', modelId: 'm', state: 'failed', error }) })
    await flushPromises()
    const notice = page.get('.strip .error-notice')
    expect(notice.text()).toContain('It needs 9 GB')
    const fewer = notice.findAll('button').find((one) => one.text() === 'Draw 2 at a time')
    await fewer?.trigger('click')
    await flushPromises()
    expect(connection.inputs('jobs.complete').map(({ count }) => count)).toEqual([4, 2])
    expect(page.find('.strip .error-notice').exists()).toBe(false)
  })
})

describe('the strip', () => {
  it('says of each variant why it has its place', async () => {
    await withResults()
    const tiles = page.findAll('.tile')
    expect(tiles[0]?.text()).toContain('2.0 nats behind the first')
    expect(tiles[1]?.text()).toContain('Likeliest')
    expect(tiles[1]?.text()).toContain('2.0 nats ahead of the next')
    expect(tiles[2]?.text()).toContain('#3')
    expect(tiles[3]?.text()).toContain('Same as 2')
    expect(tiles[3]?.get('.pick').attributes('aria-label')).toBe('Variant 4, 82.0 nats, Same as 2')
  })

  it('accepts by Enter what is shown, and undo brings it back', async () => {
    const copy = photo('copy', { width: 40, height: 40, source: 'copy' })
    const connection = await withResults({
      'results.accept': () => copy,
      'library.remove': () => ({}),
    })
    press('1')
    press('Enter')
    await flushPromises()
    expect(connection.inputs('results.accept')).toEqual([{ jobId: 'j', variant: 0 }])
    expect(page.find('.strip').exists()).toBe(false)
    expect(page.get('.accepted-bar').text()).toContain('Variant 1 of holiday.png, accepted.')
    press('z', { ctrlKey: true })
    await flushPromises()
    expect(page.findAll('.tile')[0]?.classes()).toContain('selected')
    expect(page.find('.accepted-bar').exists()).toBe(false)
  })

  it('lets Enter press the button that has the focus', async () => {
    const connection = await withResults({ 'results.accept': () => holiday })
    page.get<HTMLElement>('.tile .pick').element.focus()
    press('Enter')
    await flushPromises()
    // The first Enter on a tile only picks it; on the one that is picked it accepts.
    expect(connection.inputs('results.accept')).toEqual([])
    await page.get('.tile .pick').trigger('click')
    press('Enter')
    await flushPromises()
    expect(connection.inputs('results.accept')).toEqual([{ jobId: 'j', variant: 0 }])
  })

  it('draws more like a variant, from a line that keys move', async () => {
    const connection = await withResults()
    press('1')
    press('l')
    await flushPromises()
    expect(page.get('.like-card').text()).toContain('More like 1')
    await segment('From a line').setValue()
    await flushPromises()
    expect(useLiking().row).toBe(20)
    press('ArrowUp')
    press('ArrowUp')
    press('ArrowDown', { shiftKey: true })
    await flushPromises()
    expect(useLiking().row).toBe(19)
    expect(page.find('.like-line').exists()).toBe(true)
    press('Enter', { ctrlKey: true })
    await flushPromises()
    const like = { jobId: 'j', variant: 0, fromRow: 19, closeness: 0 }
    expect(connection.inputs('jobs.complete')[1]).toMatchObject({ like })
  })

  it('leaves a variant as it is by Escape', async () => {
    await withResults()
    press('l')
    await flushPromises()
    press('Escape')
    await flushPromises()
    expect(page.find('.like-card').exists()).toBe(false)
    expect(page.find('.go').text()).toContain('Complete')
  })
})

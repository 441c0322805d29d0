import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { JobSnapshot } from '../../../shared/jobs'
import { fakeApp, job } from '../../testing/fixtures'
import { useApp } from '../../stores/app'
import { useTraining } from '../../stores/training'
import JobRow from './JobRow.vue'

function open(snapshot: JobSnapshot) {
  const connection = fakeApp({
    'jobs.retry': () => job('again'),
    'jobs.request': () => ({ request: null }),
    'jobs.showFolder': () => ({ path: '/out', shown: true }),
  })
  const Page = defineComponent(() => () => h(TooltipProvider, () => h(JobRow, { job: snapshot })))
  const page = mount(Page, { attachTo: document.body })
  return { connection, page }
}

const button = (page: VueWrapper, text: string) =>
  page.findAll('button').find((one) => one.text() === text || one.attributes('aria-label') === text)

describe('a job that failed', () => {
  const failed = (changes: Partial<JobSnapshot>): JobSnapshot =>
    job('t', { kind: 'train', subject: 'Birds', state: 'failed', repeatable: true, ...changes })

  it('leads to the training, where another folder can be chosen', async () => {
    const error = { code: 'not-found', message: 'There is no such folder.' } as const
    const { page } = open(failed({ error, modelId: 'm' }))
    await page.find('.title').trigger('click')
    await flushPromises()
    await button(page, 'Open the training')?.trigger('click')
    expect(useTraining().selectedId).toBe('t')
    expect(useApp().view).toBe('train')
  })

  it('offers no batch where not even one fits, nor anything where nothing is kept', () => {
    const memory = { needed: 32e9, free: 9e9 }
    const error = { code: 'out-of-memory', message: 'Nothing fits.', memory } as const
    expect(open(failed({ error })).page.text()).toContain('Try again')
    expect(open(failed({ error, repeatable: false })).page.text()).not.toContain('Try again')
  })
})

describe('a training that waits for memory', () => {
  it('says how much, and goes on at one press with as many images as fit', async () => {
    const memory = { needed: 32e9, free: 9e9, fittingBatch: 16 }
    const error = { code: 'out-of-memory', message: 'It fits with 16 images at a time.', memory } as const
    const { connection, page } = open(
      job('t', { kind: 'train', subject: 'Birds', state: 'paused', repeatable: true, error }),
    )
    connection.handlers['jobs.resume'] = () => job('t', { state: 'running' })
    expect(page.text()).toContain('32 GB needed, 9 GB free.')
    await page.find('.title').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('It fits with 16 images at a time.')
    expect(page.text()).not.toContain('Try again')
    await button(page, 'Go on with 16 images at a time')?.trigger('click')
    expect(connection.inputs('jobs.resume')).toEqual([{ jobId: 't' }])
  })
})

describe('a folder that left something out', () => {
  it('names each file with its reason', async () => {
    const skipped = [{ path: '/a/broken.png', reason: 'is empty.' }]
    const result = {
      kind: 'complete-folder',
      folder: '/a',
      out: '/b',
      images: 2,
      completed: 1,
      existed: 0,
    } as const
    const { page } = open(
      job('f', { kind: 'complete-folder', state: 'done', result: { ...result, skipped, seconds: 1 } }),
    )
    expect(page.text()).toContain('one left out')
    await page.find('.title').trigger('click')
    expect(page.find('.left-out').text()).toContain('broken.png')
    expect(page.find('.left-out').text()).toContain('is empty.')
  })
})

describe('a job that waits', () => {
  it('is cancelled by its button', async () => {
    const { connection, page } = open(job('w', { state: 'queued', title: 'Wait' }))
    connection.handlers['jobs.cancel'] = () => job('w', { state: 'cancelled' })
    await button(page, 'Cancel: Wait')?.trigger('click')
    expect(connection.inputs('jobs.cancel')).toEqual([{ jobId: 'w' }])
  })
})

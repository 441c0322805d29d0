import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { JobSnapshot, ModelCheck } from '../../shared/jobs'
import type { FakeConnection } from '../api/fakeBridge'
import { fakeApp, job, model, photo } from '../testing/fixtures'
import ModelsView from '../views/ModelsView.vue'
import { homeOf } from './app'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useModels } from './models'

const checks: ModelCheck[] = [
  { name: 'files', state: 'passed', sentence: 'All is whole.' },
  {
    name: 'masks',
    state: 'failed',
    sentence: '"input.kernel" is 3 at [6, 6, 0, 0].',
    subject: 'input.kernel',
  },
]

function verification(id: string, changes: Partial<JobSnapshot> = {}): JobSnapshot {
  return job(id, { kind: 'verify', modelId: 'birds', ...changes })
}

describe('verifying a model', () => {
  let connection: FakeConnection
  beforeEach(() => {
    connection = fakeApp({ 'jobs.verify': () => verification('v1') })
    useJobs().listen()
    useModels().models = [model('birds'), model('fish')]
  })

  it('asks for it, shows that it runs, and then what was found, on its own card', async () => {
    const view = mount(ModelsView)
    const button = view.get('button[aria-label="Verify birds"]')
    await button.trigger('click')
    await expect.poll(() => button.text()).toBe('Verifying …')
    expect(connection.inputs('jobs.verify')).toEqual([{ modelId: 'birds' }])
    expect(button.attributes('disabled')).toBeDefined()
    expect(view.get('button[aria-label="Verify fish"]').text()).toBe('Verify')

    const result = { kind: 'verify', passed: false, checks, seconds: 1 } as const
    connection.emit('job.changed', { job: verification('v1', { state: 'done', result }) })
    await expect.poll(() => view.text()).toContain('1 of 2 checks failed')
    expect(view.text()).toContain('"input.kernel" is 3 at [6, 6, 0, 0].')
    expect(view.findAll('[role=status]')).toHaveLength(1)
    expect(button.text()).toBe('Verify')
  })

  it('shows the last one, and why it could not be done', async () => {
    const view = mount(ModelsView)
    const passed = checks.slice(0, 1)
    const result = { kind: 'verify', passed: true, checks: passed, seconds: 1 } as const
    connection.emit('job.changed', { job: verification('old', { state: 'done', result, createdAt: 1 }) })
    await expect.poll(() => view.text()).toContain('All 1 check passed')
    const error = { code: 'unsupported', message: 'This version can’t.' } as const
    connection.emit('job.changed', { job: verification('new', { state: 'failed', error, createdAt: 2 }) })
    await expect.poll(() => view.text()).toContain('This version can’t.')
    expect(view.text()).not.toContain('All 1 check passed')
  })

  it('is at home among the models', () => {
    expect([homeOf('verify'), homeOf('train'), homeOf('complete')]).toEqual(['models', 'train', 'complete'])
  })
})

describe('the model to begin with', () => {
  it('suits the photo: the samples are digits, a person’s own are mostly in colour', () => {
    fakeApp({})
    const configuration = { ...model('digits').configuration, channels: 3 } as const
    const models = useModels()
    models.models = [
      // Newest first, as they are listed.
      { ...model('photos'), bundled: true, configuration },
      { ...model('digits'), bundled: true },
    ]
    const library = useLibrary()
    library.photos = [photo('one', { source: 'sample' }), photo('own', { source: 'file' })]
    library.select('one')
    expect(models.chosen?.id).toBe('digits')
    library.select('own')
    expect(models.chosen?.id).toBe('photos')
    models.choose('digits')
    expect(models.chosen?.id).toBe('digits')
  })
})

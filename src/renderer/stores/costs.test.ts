import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { measureRequestSchema } from '../../shared/contract/requests/train'
import type { MethodOutput } from '../../shared/contract/methods'
import type { JobSnapshot } from '../../shared/jobs'
import type { FakeConnection } from '../api/fakeBridge'
import CostHere from '../components/train/CostHere.vue'
import { fakeApp, job } from '../testing/fixtures'
import { useJobs } from './jobs'
import { useTrainForm } from './trainForm'

const bench = (changes: Partial<JobSnapshot> = {}) => job('b1', { kind: 'bench', ...changes })
const result = {
  kind: 'bench',
  what: 'train',
  seconds: 1.87,
  imagesPerSecond: 8.5,
  memoryBytes: 612e6,
  parameters: 20_000,
  freeMemoryBytes: 9.1e9,
} as const

describe('the cost of a training on this machine', () => {
  let connection: FakeConnection
  let room: MethodOutput<'training.room'>
  beforeEach(() => {
    room = { memoryBytes: 9.1e9, diskBytes: 1e12 }
    connection = fakeApp({
      'jobs.measure': () => bench(),
      'jobs.dismiss': () => ({}),
      'training.room': () => room,
      'jobs.cancel': () => bench({ state: 'cancelled' }),
    })
    useJobs().listen()
  })

  it('is measured when asked for, once for each choice', async () => {
    const view = mount(CostHere)
    await view.get('button').trigger('click')
    await expect.poll(() => view.text()).toBe('Measuring a few steps …')
    const [asked] = connection.inputs('jobs.measure')
    expect(measureRequestSchema.safeParse(asked).error).toBeUndefined()
    expect(asked).toMatchObject({ architecture: 'pixelcnn', hidden: 16, layers: 4, size: 32, levels: 256 })

    connection.emit('job.changed', { job: bench({ state: 'done', result }) })
    await expect
      .poll(() => view.text())
      .toBe('About 1,900 steps an hour hereneeds 612 MB of memory, 9.1 GB are free1 MB on disk')
    await expect.poll(() => connection.inputs('jobs.dismiss')).toEqual([{ jobId: 'b1' }])

    useTrainForm().chooseNetwork('row-lstm')
    await nextTick()
    expect(view.text()).toBe('How fast is it here?')
    useTrainForm().chooseNetwork('pixelcnn')
    await nextTick()
    expect(view.text()).toContain('1,900 steps')
    expect(connection.inputs('jobs.measure')).toHaveLength(1)

    // Another page on the same machine knows it, too.
    setActivePinia(createPinia())
    expect(mount(CostHere).text()).toContain('1,900 steps')
  })

  it.each([
    ['memory', { memoryBytes: 1e8, diskBytes: 1e12 }, 'Take a batch of 8', 'batch', '8'],
    ['room on the disk', { memoryBytes: 9e9, diskBytes: 65e6 }, 'Keep one checkpoint', 'keep', '1'],
  ] as const)('warns where there is not enough %s, with a way out', async (_, free, way, field, value) => {
    room = free
    const view = mount(CostHere)
    await view.get('button').trigger('click')
    connection.emit('job.changed', { job: bench({ state: 'done', result }) })
    await expect.poll(() => view.find('[role="alert"]').exists()).toBe(true)
    const button = view.find('[role="alert"] button')
    expect(button.text()).toBe(way)
    await button.trigger('click')
    expect(useTrainForm().request[field]).toBe(Number(value))
  })

  it('is not measured while a training runs, and makes way for one', async () => {
    const view = mount(CostHere)
    await view.get('button').trigger('click')
    await expect.poll(() => view.text()).toContain('Measuring')
    connection.emit('job.changed', { job: job('t', { kind: 'train' }) })
    await expect.poll(() => connection.inputs('jobs.cancel')).toEqual([{ jobId: 'b1' }])
    await expect.poll(() => view.text()).toContain('when no training runs')
    expect(view.find('button').exists()).toBe(false)
  })

  it('says why it could not be measured', async () => {
    const view = mount(CostHere)
    await view.get('button').trigger('click')
    const error = { code: 'engine-stopped', message: 'Close other programs.' } as const
    connection.emit('job.changed', { job: bench({ state: 'failed', error }) })
    await expect.poll(() => view.text()).toContain('It could not be measured. Close other programs.')
    await view.get('button').trigger('click')
    expect(connection.inputs('jobs.measure')).toHaveLength(2)
  })
})

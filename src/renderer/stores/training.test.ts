import { describe, expect, it } from 'vitest'
import type { MetricsPoint } from '../../shared/jobs'
import { fakeApp, job, model } from '../testing/fixtures'
import { useJobs } from './jobs'
import { useModels } from './models'
import { useTraining } from './training'

const point = (step: number, loss: number, validation?: number): MetricsPoint => ({
  step,
  seconds: step,
  loss,
  ...(validation !== undefined && { validation }),
})

describe('trainings', () => {
  it('collect their points in order', () => {
    const connection = fakeApp()
    const training = useTraining()
    training.listen()
    connection.emit('job.metrics', { jobId: 't', points: [point(1, 9), point(2, 8)] })
    connection.emit('job.metrics', { jobId: 't', points: [point(3, 7, 6)] })
    expect(training.points.get('t')?.map(({ step }) => step)).toEqual([1, 2, 3])
  })

  it('repeat no step that a resumed run goes over again', () => {
    const connection = fakeApp()
    const training = useTraining()
    training.listen()
    connection.emit('job.metrics', { jobId: 't', points: [point(1, 9), point(2, 8, 8.5), point(3, 7)] })
    connection.emit('job.metrics', { jobId: 't', points: [point(2, 8.1), point(4, 6)] })
    expect(training.points.get('t')).toEqual([point(1, 9), point(2, 8.1, 8.5), point(3, 7), point(4, 6)])
  })

  it('group held-out pictures by step', () => {
    const connection = fakeApp()
    const training = useTraining()
    training.listen()
    const show = (step: number, variant: number, address: string): void =>
      connection.emit('job.picture', { jobId: 't', picture: { role: 'held-out', variant, address, step } })
    show(200, 0, 'c')
    show(100, 1, 'b')
    show(100, 0, 'a')
    show(100, 0, 'a2')
    expect(training.sheets('t').map(({ step, pictures }) => [step, pictures.map((p) => p.address)])).toEqual([
      [100, ['a2', 'b']],
      [200, ['c']],
    ])
  })

  it('load the curve of earlier runs when they go on', async () => {
    const connection = fakeApp({
      'jobs.continueTraining': () => job('t2', { kind: 'train', modelId: 'm' }),
      'models.metrics': () => ({ points: [point(1, 9), point(2, 8)] }),
    })
    const training = useTraining()
    await training.goOn('m')
    expect(connection.inputs('jobs.continueTraining')).toEqual([{ modelId: 'm' }])
    expect(training.points.get('t2')).toHaveLength(2)
    expect(training.selected?.id).toBe('t2')
  })

  it('are found again by a page opened later', async () => {
    fakeApp({
      'jobs.list': () => ({ jobs: [job('t', { kind: 'train', state: 'paused', modelId: 'm' })] }),
      'models.list': () => ({ models: [model('m')], damaged: [] }),
      'models.metrics': () => ({ points: [point(1, 9)] }),
      'jobs.pictures': () => ({ pictures: [{ role: 'held-out', variant: 0, address: 'a', step: 5 }] }),
    })
    await useJobs().refresh()
    await useModels().refresh()
    const training = useTraining()
    await training.recover()
    expect(training.points.get('t')).toHaveLength(1)
    expect(training.sheets('t')).toHaveLength(1)
    expect(training.running?.id).toBe('t')
  })

  it('ask for no curve of a model that is not there yet', async () => {
    const connection = fakeApp({
      'jobs.list': () => ({ jobs: [job('t', { kind: 'train', modelId: 'new' })] }),
    })
    await useJobs().refresh()
    await useTraining().recover()
    expect(connection.inputs('models.metrics')).toEqual([])
  })
})

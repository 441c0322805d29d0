import { describe, expect, it } from 'vitest'
import type { MetricsPoint } from '../../shared/jobs'
import { fakeApp, job, model, run } from '../testing/fixtures'
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
    const show = (step: number, address: string): void =>
      connection.emit('job.picture', {
        jobId: 't',
        picture: { role: 'held-out', variant: 0, address, step },
      })
    show(200, 'c')
    show(100, 'a')
    show(100, 'a2')
    expect(training.sheets('t').map(({ step, address }) => [step, address])).toEqual([
      [100, 'a2'],
      [200, 'c'],
    ])
  })

  it('load the curve of earlier runs when they go on', async () => {
    const connection = fakeApp({
      'jobs.continueTraining': () => job('t2', { kind: 'train', modelId: 'm' }),
      'models.list': () => ({ models: [model('m')], damaged: [] }),
      'models.metrics': () => ({ points: [point(1, 9), point(2, 8)] }),
    })
    await useModels().refresh()
    const training = useTraining()
    await training.goOn('m', { learningRate: 1e-4 })
    expect(connection.inputs('jobs.continueTraining')).toEqual([{ modelId: 'm', learningRate: 1e-4 }])
    expect(training.points.get('m')).toHaveLength(2)
    expect(training.selected?.job?.id).toBe('t2')
  })

  it('are found again by a page opened later, with all that lies on disk', async () => {
    fakeApp({
      'jobs.list': () => ({ jobs: [job('t', { kind: 'train', state: 'paused', modelId: 'm' })] }),
      'models.list': () => ({ models: [model('m')], damaged: [] }),
      'models.metrics': () => ({ points: [point(1, 9)] }),
      'training.sheets': () => ({ sheets: [{ step: 5, address: 'models/m/5.png' }] }),
      'training.runs': () => ({ runs: [run('m', { step: 12, checkpoints: [12] }), run('old')] }),
    })
    await useJobs().refresh()
    await useModels().refresh()
    const training = useTraining()
    await training.recover()
    expect(training.selected).toMatchObject({ modelId: 'm', state: 'paused', step: 12 })
    expect(training.entries.map(({ modelId }) => modelId)).toEqual(['m', 'old'])
    await training.load('m')
    expect(training.points.get('m')).toHaveLength(1)
    expect(training.sheets('m')).toEqual([{ step: 5, address: 'models/m/5.png' }])
    expect(training.running?.id).toBe('t')
  })

  it('ask for no curve of a model that is not there yet', async () => {
    const connection = fakeApp({
      'jobs.list': () => ({ jobs: [job('t', { kind: 'train', modelId: 'new' })] }),
    })
    await useJobs().refresh()
    await useTraining().load('new')
    expect(connection.inputs('models.metrics')).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { fakeApp, job } from '../testing/fixtures'
import { useJobs } from './jobs'

it('a job that was paused before the reply to that came stays paused', async () => {
  const connection = fakeApp({
    'jobs.pause': () => {
      connection.emit('job.changed', { job: job('t', { kind: 'train', state: 'paused' }) })
      return job('t', { kind: 'train', state: 'running' })
    },
    'jobs.resume': () => job('t', { kind: 'train', state: 'running' }),
  })
  const jobs = useJobs()
  jobs.listen()
  jobs.accept(job('t', { kind: 'train' }))
  await jobs.pause('t')
  expect(jobs.find('t')?.state).toBe('paused')
  await jobs.resume('t')
  expect(jobs.find('t')?.state).toBe('running')
})

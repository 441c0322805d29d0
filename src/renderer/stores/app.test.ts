import { beforeEach, describe, expect, it } from 'vitest'
import { PixelloomError } from '../../shared/errors'
import { fakeApp, job, photo } from '../testing/fixtures'
import { useApp } from './app'
import { useLibrary } from './library'
import { useToasts } from './toasts'

const failed = (id: string, kind: 'train' | 'complete', photoId?: string) =>
  job(id, {
    kind,
    state: 'failed',
    photoId,
    error: { code: 'engine-stopped', message: 'The engine stopped. Try again.' },
  })

describe('the app', () => {
  beforeEach(() => void fakeApp())

  it('starts with everything listed', async () => {
    const connection = fakeApp({ 'library.list': () => ({ photos: [photo('a')] }) })
    const app = useApp()
    await app.start()
    expect(app.state).toBe('ready')
    expect(app.info?.shell).toBe('browser')
    expect(connection.calls.map(({ method }) => method)).toEqual(
      expect.arrayContaining(['app.info', 'library.list', 'models.list', 'jobs.list']),
    )
  })

  it('says why it could not start, and tries again', async () => {
    const connection = fakeApp()
    connection.handlers['library.list'] = () => {
      throw new PixelloomError('disk', 'The data folder is read-only.')
    }
    const app = useApp()
    await app.start()
    expect(app.state).toBe('failed')
    expect(app.error?.message).toBe('The data folder is read-only.')
    connection.handlers['library.list'] = () => ({ photos: [] })
    await app.start()
    expect(app.state).toBe('ready')
  })

  it('starts although earlier results are lost', async () => {
    fakeApp({
      'jobs.list': () => ({ jobs: [job('j', { state: 'done', photoId: 'a' })] }),
      'jobs.pictures': () => {
        throw new PixelloomError('not-found', 'They are gone.')
      },
    })
    const app = useApp()
    await app.start()
    expect(app.state).toBe('ready')
  })

  it('lists anew when the connection is back', async () => {
    const connection = fakeApp()
    const app = useApp()
    app.listenToAll()
    await app.start()
    connection.handlers['library.list'] = () => ({ photos: [photo('new')] })
    connection.restore()
    await expect.poll(() => useLibrary().photos.map(({ id }) => id)).toEqual(['new'])
  })

  it('tells a failure to whoever is elsewhere, and takes them there', async () => {
    const connection = fakeApp()
    const app = useApp()
    app.listenToAll()
    await app.start()
    connection.emit('job.changed', { job: failed('t', 'train') })
    const [toast] = useToasts().toasts
    expect(toast?.message).toBe('Job t failed. The engine stopped. Try again.')
    toast?.action?.run()
    expect(app.view).toBe('train')
    expect(location.hash).toBe('#train')
    connection.emit('job.changed', { job: failed('u', 'train') })
    expect(useToasts().toasts).toHaveLength(1)
  })

  it('tells of a folder’s failure although its place is open: no photo shows it', async () => {
    const connection = fakeApp()
    const app = useApp()
    app.listenToAll()
    await app.start()
    app.go('complete')
    connection.emit('job.changed', { job: failed('f', 'complete') })
    expect(useToasts().toasts.map(({ message }) => message)).toEqual([
      'Job f failed. The engine stopped. Try again.',
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { createPictureThreads, type PictureReply, type PictureRequest } from './pictureThreads'
import type { PictureWork } from './pictureWork'

/** Threads that do what a test tells them. */
function scripted() {
  const asked: {
    request: PictureRequest
    reply: (message: PictureReply) => void
    end: (error: Error) => void
  }[] = []
  let started = 0
  const start = () => {
    started++
    let [hear, fail] = [(_: PictureReply): void => undefined, (_: Error): void => undefined]
    return {
      post: (request: PictureRequest) =>
        asked.push({ request, reply: (message) => hear(message), end: (error) => fail(error) }),
      listen(reply: (message: PictureReply) => void, ended: (error: Error) => void) {
        ;[hear, fail] = [reply, ended]
      },
      end: () => Promise.resolve(),
    }
  }
  const answer = (index: number): void => {
    const one = asked[index]!
    one.reply({ id: one.request.id, ok: true, value: one.request.path })
  }
  return {
    asked,
    start,
    answer,
    started: () => started,
    paths: () => asked.map(({ request }) => request.path),
  }
}

const never = (): PictureWork => {
  throw new Error('not needed')
}

describe('threads for pictures', () => {
  it('take what is shown before what is measured, and the newest first', async () => {
    const { start, answer, paths, started } = scripted()
    const threads = createPictureThreads(start, 1, never)
    const all = [
      threads.measure('m1'),
      threads.measure('m2'),
      threads.thumbnail('t1', 'x'),
      threads.thumbnail('t2', 'x'),
    ]
    for (let index = 0; index < 4; index++) answer(index)
    expect(await Promise.all(all)).toEqual(['m1', 'm2', 't1', 't2'])
    expect(paths()).toEqual(['m1', 't2', 't1', 'm2'])
    expect(started()).toBe(1)
  })

  it('are as many as allowed, and only when they are needed', () => {
    const { start, asked, started } = scripted()
    const threads = createPictureThreads(start, 2, never)
    for (const path of ['a', 'b', 'c']) void threads.measure(path)
    expect([started(), asked.length]).toEqual([2, 2])
  })

  it('are replaced when they end, and only their own task fails', async () => {
    const { start, asked, answer, paths, started } = scripted()
    const threads = createPictureThreads(start, 1, never)
    const first = threads.measure('fine')
    answer(0)
    await first
    const second = threads.measure('fatal')
    const third = threads.measure('next')
    asked[1]!.end(new Error('out of memory'))
    await expect(second).rejects.toMatchObject({ code: 'internal' })
    answer(2)
    expect(await third).toBe('next')
    expect([started(), paths()]).toEqual([2, ['fine', 'fatal', 'next']])
  })

  it('that never run leave the work to this one', async () => {
    const { start, asked } = scripted()
    const spare = {
      measure: (path: string) => Promise.resolve({ file: `${path} by hand` }),
    } as unknown as PictureWork
    const threads = createPictureThreads(start, 1, () => spare)
    const all = [threads.measure('a'), threads.measure('b')]
    asked[0]!.end(new Error('no such file'))
    expect(await Promise.all(all)).toEqual([{ file: 'a by hand' }, { file: 'b by hand' }])
    expect(await threads.measure('c')).toEqual({ file: 'c by hand' })
  })

  it('answer no more once they are closed', async () => {
    const { start } = scripted()
    const threads = createPictureThreads(start, 1, never)
    const waiting = [threads.measure('a'), threads.thumbnail('b', 'x')]
    await threads.close()
    await expect(waiting[1]).rejects.toMatchObject({ code: 'cancelled' })
    await expect(threads.measure('c')).rejects.toMatchObject({ code: 'cancelled' })
  })
})

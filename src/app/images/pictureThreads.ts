import { Worker } from 'node:worker_threads'
import { type ErrorValue, failure, PixelloomError } from '../../shared/errors'
import type { ImageFile } from '../app'
import type { KeptMask } from '../masks/maskFile'
import type { MaskPicture, MeasuredFile, PictureWork } from './pictureWork'

/** What a thread is asked for. */
export type PictureRequest =
  | { readonly id: number; readonly task: 'measure' | 'readMask'; readonly path: string }
  | {
      readonly id: number
      readonly task: 'thumbnail' | 'display'
      readonly path: string
      readonly to: string
    }
  | {
      readonly id: number
      readonly task: 'maskPicture'
      readonly path: string
      readonly mask: KeptMask
      readonly as: MaskPicture
      readonly to: string
    }

export type PictureReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorValue }

interface Task {
  readonly request: PictureRequest
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** What this needs of a worker thread; tests hand in their own. */
export interface PictureThread {
  post(request: PictureRequest): void
  listen(reply: (message: PictureReply) => void, ended: (error: Error) => void): void
  end(): Promise<unknown>
}

export interface PictureThreads extends PictureWork {
  close(): Promise<void>
}

/** A thread that runs a built entry, `pictureThread.js`. It never keeps the process alive. */
export function workerThread(entry: string | URL): PictureThread {
  const worker = new Worker(entry, { name: 'pictures' })
  worker.unref()
  return {
    post: (request) => worker.postMessage(request),
    listen(reply, ended) {
      worker.on('message', reply)
      worker.on('error', ended)
      worker.on('exit', () => ended(new Error('The thread ended.')))
    },
    end: () => worker.terminate(),
  }
}

/**
 * Decodes photos in up to `count` threads, one at a time each, started as they are needed. What is shown comes
 * before what is only measured, and the newest first: whoever scrolls wants what is on the screen now. A thread
 * that ends fails its task and is replaced; where not even the first one runs, `spare` does it all.
 */
export function createPictureThreads(
  start: () => PictureThread,
  count: number,
  spare: () => PictureWork,
): PictureThreads {
  const idle: PictureThread[] = []
  const busy = new Map<PictureThread, Task>()
  const shown: Task[] = []
  const measured: Task[] = []
  let [last, closed, proven] = [0, false, false]
  let instead: PictureWork | undefined

  function pump(): void {
    while (!closed && (shown.length > 0 || measured.length > 0)) {
      if (instead) {
        for (const task of [...shown.splice(0).reverse(), ...measured.splice(0)]) run(instead, task)
        return
      }
      const thread = idle.pop() ?? (busy.size < count ? open() : undefined)
      if (!thread) return
      const task = shown.pop() ?? measured.shift()
      if (!task) return
      busy.set(thread, task)
      thread.post(task.request)
    }
  }

  function open(): PictureThread {
    const thread = start()
    thread.listen(
      (message) => {
        const task = busy.get(thread)
        if (task?.request.id !== message.id) return
        proven = true
        busy.delete(thread)
        idle.push(thread)
        if (message.ok) task.resolve(message.value)
        else task.reject(PixelloomError.from(message.error))
        pump()
      },
      (error) => {
        const task = busy.get(thread)
        busy.delete(thread)
        const at = idle.indexOf(thread)
        if (at >= 0) idle.splice(at, 1)
        if (!proven && !closed) instead ??= spare()
        if (task && instead) run(instead, task)
        else task?.reject(failed(task.request.path, error))
        pump()
      },
    )
    return thread
  }

  function ask<T>(queue: Task[], request: PictureRequest): Promise<T> {
    if (closed) return Promise.reject(new PixelloomError('cancelled', 'The app is closing.'))
    return new Promise<T>((resolve, reject) => {
      queue.push({ request, resolve: (value) => resolve(value as T), reject })
      pump()
    })
  }

  return {
    measure: (path) => ask<MeasuredFile>(measured, { id: ++last, task: 'measure', path }),
    thumbnail: (path, to) => ask<ImageFile>(shown, { id: ++last, task: 'thumbnail', path, to }),
    display: (path, to) => ask<ImageFile>(shown, { id: ++last, task: 'display', path, to }),
    maskPicture: (path, mask, as, to) =>
      ask<ImageFile>(shown, { id: ++last, task: 'maskPicture', path, mask, as, to }),
    readMask: (path) => ask<KeptMask>(shown, { id: ++last, task: 'readMask', path }),
    async close() {
      closed = true
      const waiting = [...shown.splice(0), ...measured.splice(0)]
      for (const { reject } of waiting) reject(new PixelloomError('cancelled', 'The app is closing.'))
      await Promise.all([...idle, ...busy.keys()].map((thread) => thread.end()))
    },
  }
}

function run(work: PictureWork, { request, resolve, reject }: Task): void {
  perform(work, request).then(resolve, reject)
}

/** What a request asks for, done in this thread. */
export function perform(work: PictureWork, request: PictureRequest): Promise<unknown> {
  switch (request.task) {
    case 'measure':
      return work.measure(request.path)
    case 'thumbnail':
      return work.thumbnail(request.path, request.to)
    case 'display':
      return work.display(request.path, request.to)
    case 'maskPicture':
      return work.maskPicture(request.path, request.mask, request.as, request.to)
    case 'readMask':
      return work.readMask(request.path)
  }
}

function failed(path: string, cause: Error): PixelloomError {
  return failure('images.cannotDecode', { path, detail: cause.message }, path, { cause })
}

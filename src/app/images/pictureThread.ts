import { parentPort } from 'node:worker_threads'
import { toErrorValue } from '../../shared/errors'
import { perform, type PictureReply, type PictureRequest } from './pictureThreads'
import { createPictureWork } from './pictureWork'

// The entry of a thread that decodes photos for the window, so that the thread that talks to it never waits.
const work = createPictureWork()

parentPort?.on('message', (request: PictureRequest) => {
  const { id } = request
  perform(work, request).then(
    (value) => reply({ id, ok: true, value }),
    (thrown: unknown) => reply({ id, ok: false, error: toErrorValue(thrown) }),
  )
})

function reply(message: PictureReply): void {
  parentPort?.postMessage(message)
}

import { failure } from '../../shared/errors'
import type { Host } from '../host'
import { metricsName } from './metrics'
import { documentName, readModelFolder, weightsName } from './modelFolder'

/**
 * Copies a model (`model.json`, weights, training curve; no checkpoints, no samples) into a folder that may
 * exist but holds no model yet. What is copied is read in full first: a damaged model is refused.
 * `model.json` comes last, so that half a copy is no model. Export and import are both this.
 *
 * Errors: `unsupported` for archives, `model-exists`, `disk`, and those of `readModelFolder`.
 */
export async function copyModel(host: Pick<Host, 'storage'>, from: string, to: string): Promise<void> {
  const { storage } = host
  for (const path of [from, to]) refuseArchive(path)
  await readModelFolder(host, from)
  if ((await storage.kind(storage.join(to, documentName))) !== 'missing') {
    throw failure('models.exists', { path: to }, to)
  }
  await storage.makeFolder(to)
  for (const name of [weightsName, metricsName, documentName]) {
    const source = storage.join(from, name)
    if ((await storage.kind(source)) !== 'file') continue
    await storage.write(storage.join(to, name), await storage.read(source))
  }
}

function refuseArchive(path: string): void {
  if (!/\.(zip|tar|tgz|gz|xz|zst|7z|rar)$/i.test(path)) return
  throw failure('models.otherArchive', { path }, path)
}

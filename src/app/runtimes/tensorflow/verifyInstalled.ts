import { createEngine } from '../../../engine/hosts/client'
import type { SpawnEngine } from '../../../engine/hosts/channel'
import { explainLog, type Explanation } from '../../../engine/runtimes/tensorflow/explain'
import { folderVariable } from '../../../engine/runtimes/tensorflow/manifest'
import { failure } from '../../../shared/errors'
import type { ModelConfiguration } from '../../../shared/model/configuration'
import { cancelled } from './command'

/** Small, and with all that a network may have: a scan with its gradient, convolutions, colours. */
const tried: ModelConfiguration = {
  architecture: 'diagonal-bilstm',
  channels: 3,
  levels: 4,
  size: 6,
  hidden: 6,
  layers: 1,
  outputFeatures: 6,
  residual: true,
  skip: true,
}

/**
 * Trains a step with the TensorFlow installed below a folder, in an engine process of its own, and tells what it said
 * about cards. Throws why it can't.
 */
export async function verifyInstalled(
  spawn: SpawnEngine,
  versions: string,
  signal: AbortSignal,
): Promise<Explanation> {
  const log: string[] = []
  const engine = createEngine(() =>
    spawn({
      environment: { [folderVariable]: versions, TF_CPP_MIN_LOG_LEVEL: '0' },
      libraryLog: (line) => log.push(line),
    }),
  )
  const job = engine.run(
    { kind: 'bench', configuration: tried, what: 'train', batch: 2, runs: 1, runtime: 'tensorflow' },
    { event: () => undefined },
  )
  const stop = (): void => job.cancel()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const outcome = await job.finished
  signal.removeEventListener('abort', stop)
  await engine.close()
  const explained = explainLog(log.join('\n'))
  if (outcome.state === 'done') return explained
  if (outcome.state === 'cancelled' || signal.aborted) throw cancelled()
  const { message: text, because } = outcome.error
  const why = { text, ...(because && { because }) }
  if (!explained.reason) throw failure('tensorflow.noStep', { why })
  throw failure('tensorflow.noStepSaying', { why, detail: explained.reason })
}

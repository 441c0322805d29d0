import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Services } from '../services'
import { broken, type Finding, fine, reason } from './finding'

/** As small as a network can be: it is the way there that is tried. */
const smallest: ModelConfiguration = {
  architecture: 'pixelcnn',
  channels: 1,
  levels: 2,
  size: 4,
  hidden: 1,
  layers: 1,
  outputFeatures: 1,
  residual: true,
  skip: false,
}

/** Does an engine process start, compute and answer? */
export async function examineEngine({ engine }: Pick<Services, 'engine'>): Promise<Finding[]> {
  try {
    const job = engine.run(
      { kind: 'bench', configuration: smallest, what: 'train', batch: 1, runs: 1 },
      { event: () => undefined },
    )
    const outcome = await job.finished
    if (outcome.state === 'done') return [fine('engine', 'An engine process starts and trains a step.')]
    const why = outcome.state === 'failed' ? outcome.error.message : 'It was stopped.'
    return [broken('engine', `The engine process does not work: ${why}`)]
  } catch (error) {
    return [broken('engine', `The engine process does not start: ${reason(error)}`)]
  }
}

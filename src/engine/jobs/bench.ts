import { PixelloomError } from '../../shared/errors'
import { costOf } from '../models/cost'
import type { Network } from '../models/network'
import { parameterCount } from '../models/weights'
import type { BenchSpecification } from '../protocol/specifications'
import type { JobContext, JobEnd } from './context'
import { ProgressReporter } from './reporter'
import { startRuntime } from './startRuntime'
import { timeTask } from './timing'

/**
 * Times training steps, forward passes or the drawing of whole images (timing.ts). The memory is that of the whole
 * process at its height, where the host can tell.
 */
export async function runBench(context: JobContext, spec: BenchSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const { batch, runs } = spec
  const freeMemoryBytes = host.freeMemory?.()
  const { name, description, software } = await startRuntime(context, spec, { mayChange: false })
  if (software && !spec.software) {
    const message = `${description} imitates a card on the processor, so it is not measured.`
    throw new PixelloomError('runtime-unavailable', message, name)
  }
  const reporter = new ProgressReporter(context)
  const timed = await timeTask({ clock: host.clock, signal: gate.signal }, spec, async (done) => {
    reporter.report({ stage: 'Measuring', done, total: runs, unit: 'steps' })
    await gate.pass()
    return gate.signal.aborted
  })
  if (!timed) return { cancelled: true }
  reporter.flush()
  const { seconds, network } = timed
  const memoryBytes = host.peakMemory?.()
  const operations = operationsOf(network, spec.what, batch * spec.configuration.size ** 2)
  const result = {
    kind: 'bench',
    what: spec.what,
    parameters: parameterCount(network),
    ...{ seconds, imagesPerSecond: batch / seconds, operations, memoryBytes, freeMemoryBytes },
  } as const
  return { cancelled: false, result }
}

/** Of so many pixels; undefined where that depends on more than the network: on how much is drawn, or on scales. */
function operationsOf(
  network: Network,
  what: BenchSpecification['what'],
  pixels: number,
): number | undefined {
  if (network.multiScale || what === 'sample') return undefined
  const { multiplications, trainingMultiplications } = costOf(network)
  return 2 * pixels * (what === 'train' ? trainingMultiplications : multiplications)
}

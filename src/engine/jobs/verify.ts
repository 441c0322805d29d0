import { PixelloomError } from '../../shared/errors'
import type { VerifySpecification } from '../protocol/specifications'
import { verifyModel } from '../verify/verifyModel'
import type { JobContext, JobEnd } from './context'
import { ProgressReporter } from './reporter'
import { startRuntime } from './startRuntime'

/** Looks whether a model folder is what it says: a sentence a check. */
export async function runVerification(context: JobContext, spec: VerifySpecification): Promise<JobEnd> {
  const { host, gate } = context
  const began = host.clock.milliseconds()
  await startRuntime(context, spec)
  const reporter = new ProgressReporter(context)
  const checks = await verifyModel(host, spec.model, {
    onCheck: (_, done, total) => reporter.report({ stage: 'Verifying', done, total, unit: 'checks' }),
    async breathe() {
      await gate.pass()
      if (gate.signal.aborted) throw new PixelloomError('cancelled', 'Cancelled.')
    },
  })
  reporter.flush()
  const passed = checks.every(({ state }) => state !== 'failed')
  const seconds = (host.clock.milliseconds() - began) / 1000
  return { cancelled: false, result: { kind: 'verify', passed, checks, seconds } }
}

import { describeData } from '../data/describe'
import type { CheckDataSpecification } from '../protocol/specifications'
import type { JobContext, JobEnd } from './context'
import { ProgressReporter } from './reporter'

/** Looks through a data source before anyone trains on it: decodes everything, names what is bad and what is double. */
export async function runDataCheck(context: JobContext, spec: CheckDataSpecification): Promise<JobEnd> {
  const reporter = new ProgressReporter(context)
  const report = await describeData(context.host, spec.data, spec.validation, {
    signal: context.gate.signal,
    onProgress: (done, total, what) =>
      reporter.report({
        stage: what === 'files' ? 'Looking at files' : 'Comparing what looks alike',
        done,
        total,
        unit: 'files',
      }),
  })
  reporter.flush()
  return { cancelled: false, result: { kind: 'check-data', report } }
}

import type { Command } from 'commander'
import type { ModelCheck } from '../../shared/jobs'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import { exitStatus } from '../terminal'
import { duration } from '../words'

interface VerifyOptions extends ComputeOptions {
  readonly model: string
}

const marks: Readonly<Record<ModelCheck['state'], string>> = {
  passed: 'ok',
  failed: 'FAILED',
  skipped: 'skipped',
}

export function addVerifyCommand(program: Command, cli: Cli): void {
  const command = program
    .command('verify')
    .summary('Check that a model is what it says.')
    .description(
      'Checks that a model is what it says: parameters, masks, no leak of later pixels, exact reach, probabilities that sum to one. Exit status 1 where a check fails.',
    )
    .requiredOption('--model <model>', 'Folder or id of the model, from here or elsewhere.')
  addComputeOptions(command).action((options: VerifyOptions) =>
    report(cli, options, async (services) => {
      const model = await services.modelFolder(options.model)
      const { runtime, threads } = options
      const specification = { kind: 'verify' as const, model, runtime, ...(threads && { threads }) }
      return verified(await runJob(specification, options, services, cli.terminal))
    }),
  )
}

function verified({ passed, checks, seconds }: ResultOf<'verify'>): Report {
  const failures = checks.filter(({ state }) => state === 'failed').length
  const verdict = passed ? 'The model is what it says' : `${failures} of ${checks.length} checks failed`
  return {
    json: { passed, checks, seconds },
    lines: [
      ...checks.map(({ name, state, sentence }) => `${marks[state].padEnd(8)}${name.padEnd(13)}${sentence}`),
      `${verdict}; ${duration(seconds)}.`,
    ],
    ...(!passed && { status: exitStatus.failed }),
  }
}

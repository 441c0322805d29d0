import type { Command } from 'commander'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'
import { examine } from '../doctor/examine'
import { exitStatus } from '../terminal'

export function addDoctorCommand(program: Command, cli: Cli): void {
  const command = program
    .command('doctor')
    .summary('Check that everything Pixelloom needs is here.')
    .description(
      'Checks that everything Pixelloom needs is here, a sentence each. Exit status 1: something is not.',
    )
  addCommonOptions(command).action((options: CommonOptions) =>
    report(cli, options, async (services) => {
      const findings = await examine(services)
      const healthy = findings.every((finding) => finding.state !== 'broken')
      return {
        json: { healthy, findings },
        lines: findings.map(({ state, message }) => `${marks[state]}  ${message}`),
        status: healthy ? exitStatus.done : exitStatus.failed,
      }
    }),
  )
}

const marks = { fine: 'ok     ', absent: 'absent ', broken: 'BROKEN ' } as const

import { cpus, freemem, totalmem, version as systemVersion } from 'node:os'
import type { RuntimeReport } from '../../shared/runtimes'
import type { Settings } from '../../shared/settings'

export interface ReportFacts {
  readonly version: string
  readonly shell: string
  readonly settings: Settings
  /** Absent where they could not be measured. */
  readonly runtimes: readonly RuntimeReport[] | undefined
  readonly photos: number
  readonly models: readonly { bundled: boolean; architecture: string; size: number; parameters: number }[]
  readonly jobs: readonly { kind: string; state: string; error?: { code: string } | undefined }[]
  readonly log: string
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** The report as a person reads it before they save it. English, since whoever mends the problem reads it, too. */
export function problemReport(facts: ReportFacts): string {
  const { settings, runtimes, models, jobs, log } = facts
  return [
    'Pixelloom: report of a problem',
    'Nothing of this was sent anywhere. It holds no picture and no name of a photo.',
    section('What went wrong', ['(Write here what you did, what you expected, and what happened instead.)']),
    section('Versions', [
      `Pixelloom ${facts.version} in a ${facts.shell}`,
      ...['electron', 'chrome', 'node', 'v8'].flatMap((name) => {
        const version = process.versions[name]
        return version === undefined ? [] : [`${name} ${version}`]
      }),
      `${process.platform} ${process.arch}, ${systemVersion()}`,
    ]),
    section('Machine', [
      `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
      `${gigabytes(freemem())} of ${gigabytes(totalmem())} of memory are free`,
    ]),
    section('Runtimes', runtimes ? runtimes.map(runtimeLine) : ['They could not be measured.']),
    section('Settings', JSON.stringify(settings, null, 2).split('\n')),
    section('What is there', [
      `${facts.photos} photos`,
      ...models.map(({ bundled, architecture, size, parameters }) => {
        return `${bundled ? 'bundled' : 'own'} model: ${architecture}, ${size} pixels, ${parameters} parameters`
      }),
    ]),
    section(
      'Jobs of this run',
      jobs.length === 0
        ? ['none']
        : jobs.map(({ kind, state, error }) => `${kind}: ${state}${codeOf(error)}`),
    ),
    section('Log', log === '' ? ['empty'] : log.trimEnd().split('\n')),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string {
  return ['', `== ${title} ==`, ...lines].join('\n')
}

function runtimeLine({ name, available, description, ...measured }: RuntimeReport): string {
  const { gigaflops, trainingMilliseconds: step, drawingMilliseconds: image, unmeasured } = measured
  const figures = [
    ...(gigaflops === undefined ? [] : [`${gigaflops.toFixed(1)} GFLOP/s`]),
    ...(step === undefined ? [] : [`${step.toFixed(2)} ms a step`]),
    ...(image === undefined ? [] : [`${image.toFixed(2)} ms an image`]),
  ]
  const speed = figures.length > 0 ? ` (${figures.join(', ')})` : ''
  return `${name}: ${available ? 'runs' : 'does not run'}${speed}. ${[description, unmeasured].filter(Boolean).join(' ')}`
}

function codeOf(error: { code: string } | undefined): string {
  return error ? ` (${error.code})` : ''
}

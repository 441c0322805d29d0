import { PixelloomError } from '../../shared/errors'
import type { ConcreteRuntime } from '../../shared/runtimes'
import type { Services } from '../services'
import { milliseconds } from '../words'
import { type NamedModel, paperBatch } from './paperModels'

/** One model on one runtime: what was measured, or why not. */
export interface Measured {
  readonly model: string
  readonly runtime: ConcreteRuntime
  /** Of a training step. */
  readonly trainingMilliseconds?: number
  /** Of drawing one image. */
  readonly imageMilliseconds?: number
  /** Why something wasn't measured. */
  readonly reason?: string
}

export interface EverythingRequest {
  readonly models: readonly NamedModel[]
  readonly runtimes: readonly ConcreteRuntime[]
  readonly threads?: number | undefined
  /** Seconds for all of it. What nothing is left for is told as such. */
  readonly seconds: number
  readonly now: () => number
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}

/** The least that a measurement gets, and how much more than its even share, since most take far less. */
const [leastSeconds, generosity] = [20, 4]

const notReached = 'not reached in time: give more with --minutes'

/**
 * Times a training step and drawing of every model on every runtime, in engine processes of their own. Ends early, with
 * what there is, when it is interrupted.
 */
export async function measureEverything(
  { measure }: Pick<Services, 'measure'>,
  request: EverythingRequest,
): Promise<Measured[]> {
  const { models, runtimes, threads, now, signal, tell } = request
  const end = now() + request.seconds * 1000
  /** Runtimes that don't run here, with why. */
  const absent = new Map<ConcreteRuntime, string>()
  const measured: Measured[] = []
  let left = models.length * runtimes.length * 2

  /** Milliseconds, or a reason. */
  async function time(
    runtime: ConcreteRuntime,
    { configuration }: NamedModel,
    what: 'train' | 'sample',
  ): Promise<number | string> {
    const known = absent.get(runtime)
    const share = (end - now()) / 1000 / left--
    if (known !== undefined) return known
    if (signal.aborted || share <= 0) return notReached
    const seconds = Math.max(leastSeconds, share * generosity)
    const batch = what === 'train' ? paperBatch : 1
    try {
      const found = await measure(runtime, { what, configuration, batch, threads }, { seconds, signal })
      if ('milliseconds' in found) return found.milliseconds
      const reason = found.reason.replace(/\.$/, '')
      if (found.lasting) absent.set(runtime, reason)
      return reason
    } catch (thrown) {
      if (thrown instanceof PixelloomError && thrown.code === 'cancelled') return notReached
      throw thrown
    }
  }

  // By model, so that what there is time for can be compared.
  for (const model of models) {
    for (const runtime of runtimes) {
      const step = await time(runtime, model, 'train')
      const image = await time(runtime, model, 'sample')
      const reason = [step, image].find((one) => typeof one === 'string')
      const one: Measured = {
        model: model.name,
        runtime,
        ...(typeof step === 'number' && { trainingMilliseconds: step }),
        ...(typeof image === 'number' && { imageMilliseconds: image }),
        ...(reason !== undefined && { reason }),
      }
      measured.push(one)
      tell(`${one.model} on ${runtime}: ${inWords(one)}`)
    }
  }
  return measured
}

function inWords({ trainingMilliseconds: step, imageMilliseconds: image, reason }: Measured): string {
  const parts = [
    step === undefined ? undefined : `${milliseconds(step)} a step`,
    image === undefined ? undefined : `${milliseconds(image)} an image`,
    reason,
  ]
  return parts.filter(Boolean).join(', ')
}

/** The table as Markdown, its columns aligned, and below it why some figures are missing. */
export function asMarkdown(measured: readonly Measured[]): string[] {
  const header = ['model', 'runtime', 'a training step', 'images/s', 'an image drawn']
  const rows = measured.map(({ model, runtime, trainingMilliseconds: step, imageMilliseconds: image }) => [
    model,
    runtime,
    step === undefined ? 'not measured' : milliseconds(step),
    step === undefined ? '' : significant((paperBatch * 1000) / step),
    image === undefined ? 'not measured' : milliseconds(image),
  ])
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const reasons = new Map<string, string[]>()
  for (const { model, runtime, reason } of measured) {
    if (reason === undefined) continue
    const key = `${runtime}: ${reason}`
    reasons.set(key, [...(reasons.get(key) ?? []), model])
  }
  const notes = [...reasons].map(([reason, models]) =>
    models.length === new Set(measured.map(({ model }) => model)).size
      ? `- ${reason}.`
      : `- ${reason} (${models.join('; ')}).`,
  )
  return [
    line(header),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    ...(notes.length > 0 ? ['', 'Not measured:', '', ...notes] : []),
  ]
}

function significant(value: number): string {
  return String(Number(value.toPrecision(3)))
}

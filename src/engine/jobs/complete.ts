import type { Completion, JobResult } from '../../shared/jobs'
import { compositeCompletion, rowToRgb } from '../completion/composite'
import { prepareCompletion } from '../completion/prepare'
import { drawCompletions } from '../inference/drawCompletions'
import type { CompleteSpecification } from '../protocol/specifications'
import type { JobContext, JobEnd } from './context'
import { type LoadedModel, withModel } from './loadModel'
import { ProgressReporter } from './reporter'
import { RowProgress } from './rowProgress'
import { startRuntime } from './startRuntime'

/**
 * Completes the masked part of a photo `count` times. Rows are told as they are drawn; in the end there is a
 * PNG for each variant, the photo with its hole filled, and the exact nats of what the model saw.
 */
export async function runCompletion(context: JobContext, spec: CompleteSpecification): Promise<JobEnd> {
  await startRuntime(context, spec)
  return withModel(context.host, spec.model, async (model) => ({
    cancelled: false,
    result: await completePhoto(context, model, spec),
  }))
}

/** One photo's completions, by a model that is ready to compute. */
export async function completePhoto(
  context: JobContext,
  model: LoadedModel,
  spec: CompleteSpecification,
): Promise<Extract<JobResult, { kind: 'complete' }>> {
  const { host, gate } = context
  const began = host.clock.milliseconds()
  const { channels, levels } = model.network.configuration
  const prepared = await prepareCompletion(host, spec, model.network.configuration)
  const { frame, width, height } = prepared.framing
  const rows = new RowProgress(host.clock, new ProgressReporter(context), {
    stage: 'Drawing',
    unknown: prepared.unknown,
    width,
    variants: spec.count,
  })
  const { way, images: drawn } = await drawCompletions(
    model,
    { ...spec, height, width, known: prepared.pixels, unknown: prepared.unknown },
    {
      breathe: () => gate.pass(),
      signal: gate.signal,
      onRow(variant, row, values) {
        const pixels = rowToRgb(values, channels, levels)
        context.emit({ type: 'row', variant, row, width, height, pixels, frame })
        rows.finish()
      },
    },
  )
  rows.end()

  await host.storage.makeFolder(spec.out)
  const ranked = drawn.map(({ variant }) => variant).sort((a, b) => natsOf(a) - natsOf(b) || a - b)
  function natsOf(variant: number): number {
    return drawn[variant]?.nats ?? Infinity
  }
  const completions: Completion[] = []
  for (const { variant, levels: values, nats } of drawn) {
    const png = await host.pixels.encodePng(await compositeCompletion(host, prepared, values))
    const file = host.storage.join(spec.out, `${nameOf(spec.image)}-${variant + 1}.png`)
    await host.storage.write(file, png)
    completions.push({ variant, file, nats, rank: ranked.indexOf(variant) + 1 })
    context.emit({ type: 'picture', role: 'completion', variant, file, nats })
  }
  const seconds = (host.clock.milliseconds() - began) / 1000
  return { kind: 'complete', completions, seconds, way }
}

/** The file's name without folders and without its ending. */
function nameOf(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return name.replace(/\.[^.]+$/, '') || 'image'
}

import type { JobResult } from '../../shared/jobs'
import { rowToRgb } from '../completion/composite'
import { toBytes } from '../pixels/levels'
import type { SampleSpecification } from '../protocol/specifications'
import { drawImages, type DrawnImage } from '../sampling/drawImages'
import { contactSheet, gridColumns } from '../training/sheet'
import type { JobContext, JobEnd } from './context'
import { withModel } from './loadModel'
import { ProgressReporter } from './reporter'
import { RowProgress } from './rowProgress'
import { startRuntime } from './startRuntime'

/** Images drawn at a time: a cancel keeps the finished batches. */
const batch = 16

/** Draws whole images from nothing, a PNG each, and with `grid` one PNG of all. */
export async function runSampling(context: JobContext, spec: SampleSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const { storage, clock } = host
  const began = clock.milliseconds()
  await startRuntime(context, spec)
  return withModel(host, spec.model, async ({ network, weights }) => {
    const { channels, levels, size } = network.configuration
    const { width = size, height = size } = spec
    const unknown = new Uint8Array(width * height).fill(1)
    const known = new Uint8Array(width * height * channels)
    const reporter = new ProgressReporter(context)
    await storage.makeFolder(spec.out)
    const digits = String(spec.count).length
    const files: string[] = []
    const images: DrawnImage[] = []

    for (let first = 0; first < spec.count && !gate.signal.aborted; first += batch) {
      const count = Math.min(batch, spec.count - first)
      const rows = new RowProgress(clock, reporter, {
        stage: 'Drawing',
        ...{ unknown, width, variants: count, before: first, all: spec.count },
      })
      const drawn = await drawImages(
        network,
        weights,
        { ...spec, height, width, known, unknown, count, firstVariant: first },
        {
          breathe: () => gate.pass(),
          signal: gate.signal,
          onRow(variant, row, values) {
            context.emit({
              type: 'row',
              variant,
              row,
              width,
              height,
              pixels: rowToRgb(values, channels, levels),
            })
            rows.finish()
          },
        },
      )
      rows.end()
      for (const { variant, levels: values, nats } of drawn) {
        const png = await host.pixels.encodePng({ width, height, channels, data: toBytes(values, levels) })
        const file = storage.join(spec.out, `sample-${String(variant + 1).padStart(digits, '0')}.png`)
        await storage.write(file, png)
        files.push(file)
        context.emit({ type: 'picture', role: 'sample', variant, file, nats })
      }
      if (spec.grid) images.push(...drawn)
    }

    const result: JobResult = { kind: 'sample', files, seconds: (clock.milliseconds() - began) / 1000 }
    if (spec.grid) {
      const columns = gridColumns(images.length)
      const cells = images.map(({ levels: values }) => ({ values }))
      const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, r) =>
        cells.slice(r * columns, (r + 1) * columns),
      )
      result.grid = storage.join(spec.out, 'grid.png')
      const sheet = contactSheet({ width, height, channels, levels }, rows)
      await storage.write(result.grid, await host.pixels.encodePng(sheet))
    }
    return { cancelled: gate.signal.aborted, result }
  })
}

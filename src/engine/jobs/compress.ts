import { PixelloomError } from '../../shared/errors'
import { compressPicture, createCodec, openCompressed } from '../codec/compress'
import type { CodingWatch } from '../codec/imageCodec'
import type { CompressSpecification, DecompressSpecification } from '../protocol/specifications'
import type { Stage } from '../../shared/stages'
import { readModelFolder } from '../storage/modelFolder'
import type { JobContext, JobEnd } from './context'
import { ProgressReporter } from './reporter'
import { RowProgress } from './rowProgress'

/** Compresses an image file without loss, at the model's own likelihood of it. */
export async function runCompression(context: JobContext, spec: CompressSpecification): Promise<JobEnd> {
  const { host } = context
  const began = host.clock.milliseconds()
  await refuseSameFile(context, spec.image, spec.out)
  const codec = await createCodec(await readModelFolder(host, spec.model))
  const picture = await host.pixels.decode(spec.image)
  if (picture.profile) {
    const message = `The colour profile of ${spec.image} is not kept: what is restored are its values.`
    context.emit({ type: 'note', message })
  }
  const watch = watchRows(context, 'Compressing', picture)
  const { bytes, overhead, nats, dimensions } = await compressPicture(codec, picture, spec.image, watch)
  watch.end()
  await host.storage.write(spec.out, bytes)
  return {
    cancelled: false,
    result: {
      kind: 'compress',
      file: spec.out,
      ...{ bytes: bytes.length, overhead, nats },
      bitsPerDim: (8 * bytes.length) / dimensions,
      seconds: (host.clock.milliseconds() - began) / 1000,
    },
  }
}

/** Restores a compressed image, as a PNG with the same values. */
export async function runDecompression(context: JobContext, spec: DecompressSpecification): Promise<JobEnd> {
  const { host } = context
  const began = host.clock.milliseconds()
  await refuseSameFile(context, spec.file, spec.out)
  const bytes = await host.storage.read(spec.file)
  const codec = await createCodec(await readModelFolder(host, spec.model))
  const image = openCompressed(codec, bytes, spec.file)
  const watch = watchRows(context, 'Restoring', image.size)
  const picture = await image.decompress(watch)
  watch.end()
  await host.storage.write(spec.out, await host.pixels.encodePng(picture))
  const { width, height } = picture
  const seconds = (host.clock.milliseconds() - began) / 1000
  return { cancelled: false, result: { kind: 'decompress', file: spec.out, width, height, seconds } }
}

/** Tells rows as they begin, and ends with `cancelled` at the next one once that is wanted. */
function watchRows(
  context: JobContext,
  stage: Stage,
  { height }: { height: number },
): CodingWatch & { end(): void } {
  const rows = new RowProgress(context.host.clock, new ProgressReporter(context), {
    stage,
    ...{ rows: height, variants: 1 },
  })
  return {
    async beforeRow(row) {
      await context.gate.pass()
      if (context.gate.signal.aborted) throw new PixelloomError('cancelled', 'Cancelled.')
      if (row > 0) rows.finish()
    },
    end() {
      rows.finish()
      rows.end()
    },
  }
}

async function refuseSameFile({ host: { storage } }: JobContext, from: string, to: string): Promise<void> {
  if ((await storage.kind(to)) === 'missing' || (await storage.kind(from)) === 'missing') return
  if ((await storage.identity(from)) !== (await storage.identity(to))) return
  throw new PixelloomError('invalid-argument', `${to} is the file to read. Name another to write.`, to)
}

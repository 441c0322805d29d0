import { centred } from '../data/augment'
import { gatherLevels } from '../data/levels'
import { openImageSet } from '../data/open'
import { fixedBinarisation } from '../likelihood/binarise'
import { toBytes } from '../pixels/levels'
import type { PreviewDataSpecification } from '../protocol/specifications'
import { completeConfiguration } from '../training/settings'
import type { JobContext, JobEnd } from './context'

/**
 * A few images of a data source as a model would be given them: cut, scaled, in its channels and levels, each a PNG of
 * its size. They come by the same way as a training's own, of which they are some. Errors as those of training on them.
 */
export async function runDataPreview(context: JobContext, spec: PreviewDataSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const { storage, pixels } = host
  const { size, channels, levels, crop } = spec
  const whole = await openImageSet(host, spec.data, {
    ...(size !== undefined && { size }),
    ...(channels !== undefined && { channels }),
    margin: crop,
    limit: spec.count,
    signal: gate.signal,
  })
  const images = centred(whole, { crop })
  const configuration = completeConfiguration({ levels, binarize: spec.binarize }, images)
  const { width, height } = images
  const indices = Uint32Array.from({ length: Math.min(spec.count, images.count) }, (_, i) => i)
  const all = await gatherLevels(images, indices, configuration, fixedBinarisation)
  const length = width * height * images.channels
  await storage.makeFolder(spec.out)
  for (const index of indices) {
    const data = toBytes(all.subarray(index * length, (index + 1) * length), configuration.levels)
    const file = storage.join(spec.out, `image-${index + 1}.png`)
    await storage.write(file, await pixels.encodePng({ width, height, channels: images.channels, data }))
    context.emit({ type: 'picture', role: 'sample', variant: index, file })
  }
  const names = [...indices].map((index) => whole.key(index))
  return { cancelled: false, result: { kind: 'preview-data', width, height, names } }
}

import { placeFrame } from '../../shared/framing'
import { crop } from '../pixels/flatten'
import { pictureOf } from '../completion/picture'
import { surpriseOf } from '../likelihood/surprise'
import type { SurpriseSpecification } from '../protocol/specifications'
import type { JobContext, JobEnd } from './context'
import { withModel } from './loadModel'
import { startRuntime } from './startRuntime'

/**
 * What a model expected at each pixel of a picture, in files that can be read part by part: the map, and every
 * value's whole distribution. The same picture has, in sum, the nats that completions are ranked by.
 */
export async function runSurprise(context: JobContext, spec: SurpriseSpecification): Promise<JobEnd> {
  const { host } = context
  const { storage } = host
  const began = host.clock.milliseconds()
  await startRuntime(context, spec)
  return withModel(host, spec.model, async ({ network, weights }) => {
    const { configuration } = network
    const photo = await host.pixels.decode(spec.image)
    const whole = { x: 0, y: 0, width: photo.width, height: photo.height }
    const framing = spec.frame
      ? placeFrame(photo, spec.frame, configuration.size)
      : { frame: whole, width: photo.width, height: photo.height }
    const { frame, width, height } = framing
    const cut = crop(photo, frame.x, frame.y, frame.width, frame.height)
    const { pixels } = await pictureOf(host, cut, framing, configuration)
    const { nats, logProbabilities } = await surpriseOf(network, weights, { pixels, width, height })
    await storage.makeFolder(spec.out)
    const put = async (name: string, bytes: Uint8Array): Promise<string> => {
      const path = storage.join(spec.out, name)
      await storage.write(path, bytes)
      return path
    }
    const result = {
      ...({ kind: 'surprise', frame, width, height } as const),
      ...{ channels: configuration.channels, levels: configuration.levels },
      nats: nats.reduce((sum, value) => sum + value, 0),
      map: await put('surprise.f32', floatBytes(nats)),
      distributions: await put('distributions.f32', floatBytes(logProbabilities)),
      picture: await put('picture.u8', pixels),
      seconds: (host.clock.milliseconds() - began) / 1000,
    }
    return { cancelled: false, result }
  })
}

/** Floats as bytes; every machine that this runs on has them little-endian. */
function floatBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

import type { ByteChannel } from '../../../../shared/remoteGpu/byteChannel'
import { Line } from './line'
import { RemoteDevice } from './remoteDevice'
import { posing, RemoteObject } from './remoteObject'

/**
 * The WebGPU of a page at the other end of a line: as much of it as plans use (shared/remoteGpu). Where the line closes,
 * its devices are lost, and whatever is asked fails.
 */
export function remoteGpu(channel: ByteChannel): GPU {
  const line = new Line(channel)
  const devices = new Map<number, RemoteDevice>()
  const lose = (id: number, message: string): void => {
    devices.get(id)?.lose(message)
    devices.delete(id)
  }
  line.onLost = lose
  void line.closed.then((why) => {
    for (const id of [...devices.keys()]) lose(id, why)
  })

  async function requestAdapter(options: GPURequestAdapterOptions = {}): Promise<GPUAdapter | null> {
    const highPerformance = options.powerPreference === 'high-performance'
    const to = line.newId()
    const { adapter } = await line.ask({ call: 'adapter', to, highPerformance }, 'adapter')
    if (!adapter) return null
    const { maxBufferSize, maxStorageBufferBindingSize, ...info } = adapter
    const limits = posing<GPUSupportedLimits>({ maxBufferSize, maxStorageBufferBindingSize })
    const own: Pick<GPUAdapter, 'limits' | 'info' | 'requestDevice'> = {
      limits,
      info: posing<GPUAdapterInfo>(info),
      async requestDevice(descriptor) {
        const asked = numbersOf(descriptor?.requiredLimits ?? {})
        const device = new RemoteDevice(line.newId(), line, posing<GPUSupportedLimits>(asked))
        // Before it is there: it may be lost as soon as it is.
        devices.set(device.id, device)
        try {
          await line.ask({ call: 'device', to: device.id, adapter: to, limits: asked }, 'made')
        } catch (thrown) {
          devices.delete(device.id)
          throw thrown
        }
        return posing<GPUDevice>(device)
      },
    }
    return posing<GPUAdapter>(Object.assign(new RemoteObject(to), own))
  }

  return posing<GPU>({ requestAdapter })
}

function numbersOf(limits: object): Record<string, number> {
  const entries = Object.entries(limits) as [string, unknown][]
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}

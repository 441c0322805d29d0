import { deviceLost } from '../../plans/deviceLost'
import { type Missing, missing } from '../missing'
import { Pipelines } from './pipelines'

/** Words of a dispatch: the least distance that uniform offsets may be apart on every card, in bytes. */
export const wordBytes = 256

/** Milliseconds that a driver may take to tell of a loss. */
const lossToldWithin = 2000

/** A card that work can begin on. */
export interface OpenDevice {
  /** Kept for as long as the device: Dawn frees all that it knows with it, devices in use included. */
  readonly gpu: GPU
  readonly device: GPUDevice
  readonly description: string
  /** Imitates a card on the processor. */
  readonly software: boolean
  /** Multiplications of an image in a step of a scan from which on steps are dispatches of their own. */
  readonly stepsApart: number
  /** Whether weights that are halves are read as such when images are drawn: it spares a card what a processor has to undo. */
  readonly readsHalves: boolean
  readonly layout: GPUBindGroupLayout
  readonly pipelines: Pipelines
  /** Why the device is lost; undefined while it is not. */
  lost(): string | undefined
  /** What work that the device did not do ends with: that it is lost, or `thrown` itself. */
  explained(thrown: unknown): Promise<unknown>
}

/** What is asked of an adapter: as much memory at once as it can bind. */
const wantedLimits = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
] as const satisfies (keyof GPUSupportedLimits)[]

/** What renders on the processor, by name: not all of them say that they are a fallback. */
const imitations = /swiftshader|llvmpipe|lavapipe|basic render/i

/**
 * Invocations of the workgroups that draw, one an image. A card hides in many what it waits for; what imitates one stops
 * and goes on with each at every barrier.
 */
const drawingThreads = { card: 256, imitation: 64 } as const

/**
 * By one workgroup an image a multiprocessor of an H200 makes some ten million multiplications of a scan a millisecond, and
 * all others wait: so many take as long as the two dispatches of a step. What imitates a card has nothing that waits.
 */
const stepsApartOn = { card: 2 ** 18, imitation: Infinity } as const

/**
 * Opens an adapter, whose kernels that draw are made as for a card or as for what imitates one, whatever it is; or the
 * reason why not.
 */
export async function openDevice(
  gpu: GPU,
  drawingAs?: keyof typeof drawingThreads,
): Promise<OpenDevice | Missing> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return missing('runtimes.noCard', {})
  const requiredLimits = Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]]))
  const device = await adapter.requestDevice({ requiredLimits })
  let lost: string | undefined
  const told = device.lost.then(({ message }) => (lost = message || 'no reason was given'))
  const { vendor, architecture, description } = adapter.info
  const software = adapter.info.isFallbackAdapter || imitations.test(`${architecture} ${description}`)
  const kind = software ? 'imitation' : 'card'
  const threads = drawingThreads[drawingAs ?? kind]
  const layout = device.createBindGroupLayout({
    entries: [
      { binding: 0, visibility: 4, buffer: { type: 'storage' } },
      { binding: 1, visibility: 4, buffer: { type: 'read-only-storage' } },
      { binding: 2, visibility: 4, buffer: { type: 'uniform', hasDynamicOffset: true } },
      { binding: 3, visibility: 4, buffer: { type: 'storage' } },
    ],
  })
  return {
    gpu,
    device,
    layout,
    software,
    stepsApart: stepsApartOn[kind],
    readsHalves: (drawingAs ?? kind) === 'card',
    description: description || `${vendor} ${architecture}`.trim() || 'a graphics card',
    pipelines: new Pipelines(device, layout, threads),
    lost: () => lost,
    async explained(thrown) {
      // What a lost device leaves undone may be told before the loss.
      await Promise.race([told, new Promise((resolve) => setTimeout(resolve, lossToldWithin))])
      return lost === undefined ? thrown : deviceLost(lost)
    },
  }
}

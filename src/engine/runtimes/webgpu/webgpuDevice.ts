import { failure } from '../../../shared/errors'
import type { Network } from '../../models/network'
import type { DevicePlanUse, PlanDevice } from '../../plans/device'
import type { OpenDevice } from './device'
import { deviceProgram, WebgpuPlan } from './webgpuPlan'
import { imagesAtOnce, WebgpuSampler } from './webgpuSampler'

/** A card that plans run on. */
export interface WebgpuDevice extends PlanDevice {
  readonly open: OpenDevice
  /** Where it was lent: in the page of a browser, or in a hidden window of the app; left out for one of this process. */
  readonly lentBy?: 'browser' | 'window'
  /** `most`: bytes that it may take at once; left out: what the card can bind. `out-of-memory` where one image takes more. */
  plan(network: Network, use: DevicePlanUse, most?: number): WebgpuPlan
  /** Frees all that lies on it and gives it back. */
  close(): void
}

/** An open card as the device that plans know. */
export function webgpuDevice(
  open: OpenDevice,
  lent?: { readonly by: NonNullable<WebgpuDevice['lentBy']>; readonly close: () => void },
): WebgpuDevice {
  const { maxStorageBufferBindingSize, maxBufferSize } = open.device.limits
  const { stepsApart } = open
  const bindable = Math.min(maxStorageBufferBindingSize, maxBufferSize)
  return {
    open,
    // What imitates a card draws one after another.
    drawsTogether: open.software ? 1 : imagesAtOnce,
    ...(lent && { lentBy: lent.by }),
    plan(network, use, most = bindable) {
      const program = deviceProgram(network, use, { most, stepsApart })
      const needed = 4 * Math.max(program.floats, program.scratch)
      if (needed > most) throw failure('training.noMemory', { gigabytes: needed / 2 ** 30 })
      return new WebgpuPlan(open, network, program, use.training)
    },
    sampler: (network, shape) => new WebgpuSampler(open, network, shape, bindable),
    bytesOf(network, use) {
      const { floats, scratch, addresses } = deviceProgram(network, use, { most: bindable, stepsApart })
      return 4 * (floats + scratch + addresses.integers.length)
    },
    close() {
      open.device.destroy()
      lent?.close()
    },
  }
}

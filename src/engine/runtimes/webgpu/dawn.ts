import type { Network } from '../../models/network'
import type { DevicePlanUse, PlanDevice } from '../../plans/device'
import { openDevice, type OpenDevice } from './device'
import { whyNoVulkan } from './vulkan'
import { deviceProgram, WebgpuPlan } from './webgpuPlan'
import { WebgpuSampler } from './webgpuSampler'

/** What the npm package `webgpu` has: Dawn, for Node. */
interface DawnModule {
  create(options: string[]): GPU
}

/** A card that plans run on. */
export interface WebgpuDevice extends PlanDevice {
  readonly open: OpenDevice
  /** `most`: bytes that it may take at once; left out: what the card can bind. */
  plan(network: Network, use: DevicePlanUse, most?: number): WebgpuPlan
}

/** Loads Dawn and opens a card, or says why not, a clause. `drawingAs`: see `openDevice`. */
export async function openDawn(
  drawingAs?: Parameters<typeof openDevice>[1],
): Promise<WebgpuDevice | { readonly reason: string }> {
  if ('electron' in process.versions) {
    return { reason: "Electron's processes can't use WebGPU; on the command line it can be chosen" }
  }
  const missing = whyNoVulkan()
  if (missing) return { reason: missing }
  let dawn: DawnModule
  try {
    dawn = await import('webgpu')
  } catch {
    return {
      reason: `the package webgpu is not installed, or has nothing for ${process.platform} ${process.arch}`,
    }
  }
  try {
    const open = await openDevice(dawn.create([]), drawingAs)
    return 'reason' in open ? open : deviceOf(open)
  } catch (thrown) {
    return { reason: `WebGPU doesn't start: ${thrown instanceof Error ? thrown.message : String(thrown)}` }
  }
}

function deviceOf(open: OpenDevice): WebgpuDevice {
  const { maxStorageBufferBindingSize, maxBufferSize } = open.device.limits
  const bindable = Math.min(maxStorageBufferBindingSize, maxBufferSize)
  return {
    open,
    plan(network, use, most = bindable) {
      return new WebgpuPlan(open, network, deviceProgram(network, use, most), use.training)
    },
    sampler: (network, shape) => new WebgpuSampler(open, network, shape, bindable),
    bytesOf(network, use) {
      const { floats, scratch, addresses } = deviceProgram(network, use, bindable)
      return 4 * (floats + scratch + addresses.integers.length)
    },
  }
}

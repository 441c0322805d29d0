import { type Missing, missing } from '../missing'
import { openDevice } from './device'
import { whyNoVulkan } from './vulkan'
import { webgpuDevice, type WebgpuDevice } from './webgpuDevice'

/** What the npm package `webgpu` has: Dawn, for Node. */
interface DawnModule {
  create(options: string[]): GPU
}

/** Loads Dawn and opens a card, or says why not. `drawingAs`: see `openDevice`. */
export async function openDawn(
  drawingAs?: Parameters<typeof openDevice>[1],
): Promise<WebgpuDevice | Missing> {
  // It puts card's memory under arrays, which Electron forbids. There a hidden window lends its card (lentCard.ts).
  if ('electron' in process.versions) return missing('runtimes.noWindow', {})
  const noVulkan = whyNoVulkan()
  if (noVulkan) return noVulkan
  let dawn: DawnModule
  try {
    dawn = await import('webgpu')
  } catch {
    return missing('runtimes.noDawn', { machine: `${process.platform} ${process.arch}` })
  }
  try {
    const open = await openDevice(dawn.create([]), drawingAs)
    return 'reason' in open ? open : webgpuDevice(open)
  } catch (thrown) {
    return missing('runtimes.dawnFails', {
      system: thrown instanceof Error ? thrown.message : String(thrown),
    })
  }
}

import { openDevice } from './device'
import { whyNoVulkan } from './vulkan'
import { webgpuDevice, type WebgpuDevice } from './webgpuDevice'

/** What the npm package `webgpu` has: Dawn, for Node. */
interface DawnModule {
  create(options: string[]): GPU
}

/** Loads Dawn and opens a card, or says why not, a clause. `drawingAs`: see `openDevice`. */
export async function openDawn(
  drawingAs?: Parameters<typeof openDevice>[1],
): Promise<WebgpuDevice | { readonly reason: string }> {
  // It puts card's memory under arrays, which Electron forbids. There a hidden window lends its card (lentCard.ts).
  if ('electron' in process.versions) return { reason: 'no window lends this process its graphics card' }
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
    return 'reason' in open ? open : webgpuDevice(open)
  } catch (thrown) {
    return { reason: `WebGPU doesn't start: ${thrown instanceof Error ? thrown.message : String(thrown)}` }
  }
}

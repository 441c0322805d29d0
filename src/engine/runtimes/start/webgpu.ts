import { useDevice } from '../../plans/activeDevice'
import { useKernels } from '../../plans/activeKernels'
import { startWasm } from '../wasm'
import { openDawn, type WebgpuDevice } from '../webgpu/dawn'
import { kernelsOf } from './ownKernels'
import type { Missing, Start } from './start'

let opened: WebgpuDevice | undefined

/** A card once opened stays for the next job, unless it was lost. */
async function deviceOf(): Promise<WebgpuDevice | Missing> {
  if (opened && opened.open.lost() === undefined) return opened
  const found = await openDawn()
  opened = 'reason' in found ? undefined : found
  return found
}

/** Any graphics card, through WebGPU; beside it kernels for the processor, for what the card doesn't do. */
export const startWebgpu: Start = async (options) => {
  const device = await deviceOf()
  if ('reason' in device) return device
  if (!(await startWasm())) return { reason: "TensorFlow.js' WebAssembly, which it needs too, doesn't start" }
  const native = await kernelsOf('native', options)
  const kernels = 'reason' in native ? await kernelsOf('wasm', options) : native
  const beside = 'reason' in kernels ? undefined : kernels
  useKernels(beside)
  useDevice(device)
  return {
    description: `WebGPU on ${device.open.description}`,
    threads: beside?.threads ?? 1,
    software: device.open.software,
    note: 'On WebGPU the graphics card trains, judges and draws; what conditioning networks say comes from the processor.',
  }
}

/** Gives the card back. */
export function endWebgpu(): void {
  useDevice(undefined)
  opened?.open.device.destroy()
  opened = undefined
}

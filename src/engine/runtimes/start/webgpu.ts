import { note } from '../../../shared/jobEvents'
import { useDevice } from '../../plans/activeDevice'
import { useKernels } from '../../plans/activeKernels'
import { type Missing, missing } from '../missing'
import { startWasm } from '../wasm'
import { openCard } from '../webgpu/openCard'
import type { WebgpuDevice } from '../webgpu/webgpuDevice'
import { kernelsOf } from './ownKernels'
import type { RuntimeOptions, Start } from './start'

/** Milliseconds: a card that was opened anew and is lost within them is not opened again. */
const trialPeriod = 10 * 60_000

let opened: WebgpuDevice | undefined
/** When the last card was opened in the place of a lost one. */
let reopened = -Infinity

/** A card once opened stays for the next job, unless it was lost. */
async function deviceOf(): Promise<WebgpuDevice | Missing> {
  if (opened && opened.open.lost() === undefined) return opened
  opened?.close()
  const found = await openCard()
  opened = 'reason' in found ? undefined : found
  return found
}

/** The card once more after it was lost; undefined where it doesn't come back, or was lost again too soon. */
async function openAgain(): Promise<WebgpuDevice | undefined> {
  const lost = opened
  opened = undefined
  lost?.close()
  if (performance.now() - reopened < trialPeriod) return undefined
  const found = await openCard(lost)
  // What only imitates a card is slower than the processor's own kernels.
  if ('reason' in found) return undefined
  if (found.open.software && !lost?.open.software) {
    found.close()
    return undefined
  }
  opened = found
  reopened = performance.now()
  return found
}

/** Any graphics card, through WebGPU; beside it kernels for the processor, for what the card doesn't do. */
export const startWebgpu: Start = async (options) => {
  const device = await deviceOf()
  if ('reason' in device) return device
  if (!(await startWasm())) return missing('runtimes.noWasm', {})
  const native = await kernelsOf('native', options)
  const kernels = 'reason' in native ? await kernelsOf('wasm', options) : native
  const beside = 'reason' in kernels ? undefined : kernels
  useKernels(beside)
  reopened = -Infinity
  useDevice(device, options.tell && successor(options.tell))
  return {
    description: `WebGPU on ${device.open.description}`,
    threads: beside?.threads ?? 1,
    software: device.open.software,
    note: 'On WebGPU the graphics card trains, judges and draws; what conditioning networks say comes from the processor.',
  }
}

/** What follows a lost card, and what is told of it: itself, or the kernels beside it. */
function successor(tell: NonNullable<RuntimeOptions['tell']>): () => Promise<WebgpuDevice | undefined> {
  return async () => {
    const isBrowsers = opened?.lentBy === 'browser'
    const again = await openAgain()
    if (again) tell(note('notes.cardBack', {}))
    else tell(isBrowsers ? note('notes.cardPageGone', {}) : note('notes.cardGone', {}))
    return again
  }
}

/** Gives the card back. */
export function endWebgpu(): void {
  useDevice(undefined)
  opened?.close()
  opened = undefined
}

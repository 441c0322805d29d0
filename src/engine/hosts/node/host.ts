import { freemem } from 'node:os'
import type { Host } from '../../host'
import { createNodeClock } from './clock'
import { createNodePixels } from './pixels'
import { createNodeStorage } from './storage'

/** The machine that Node runs on, as the engine sees it: its files, its clock, images through sharp. */
export function createNodeHost(): Host {
  return {
    storage: createNodeStorage(),
    clock: createNodeClock(),
    pixels: createNodePixels(),
    // Node counts it in kilobytes.
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
    freeMemory,
  }
}

/**
 * What the machine has left, or less where this process, say in a container, is not let have all of it, or where
 * PIXELLOOM_MEMORY says how many gigabytes it may take.
 */
function freeMemory(): number {
  // Newer than the oldest Node that this runs on.
  const { availableMemory } = process as { availableMemory?: () => number }
  const allowed = Number(process.env['PIXELLOOM_MEMORY'] ?? Infinity) * 1e9
  return Math.min(freemem(), availableMemory?.() || Infinity, allowed > 0 ? allowed : Infinity)
}

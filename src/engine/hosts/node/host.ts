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
    freeMemory: freemem,
  }
}

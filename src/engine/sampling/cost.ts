import type { Network } from '../models/network'
import { activeKernels } from '../plans/activeKernels'

/** What an image takes that is drawn a pixel at a time, in passes over it: docs/performance.md, "Drawing". */
const incrementalPasses = 6

/**
 * About how many passes over an image of this size the drawing of `pixels` of its pixels takes, on the runtime that
 * computes now: for judging beforehand whether there is time for it.
 */
export function passesToDraw(
  { configuration, reachRows }: Network,
  { height, width, pixels }: { height: number; width: number; pixels: number },
): number {
  if (activeKernels()) return incrementalPasses * Math.min(1, pixels / (height * width) + reachRows / height)
  // The network runs once for each value, over the rows that it can see.
  const strip = Math.min(1, (reachRows + 1) / height)
  return pixels * configuration.channels * strip
}

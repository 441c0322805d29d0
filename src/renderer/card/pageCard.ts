import type { OfferState } from './offering'

/** What a person calls the graphics card of this browser; undefined where it offers none to pages. */
export async function findPageCard(): Promise<string | undefined> {
  // Whatever the types say: not every browser has it, nor on every address.
  const { gpu } = navigator as { gpu?: GPU }
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)
  if (!adapter) return undefined
  const { description, vendor, architecture } = adapter.info
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'WebGPU'
}

/** Lends the card of this browser to the app, in a thread of its own; returns what takes it back. */
export function lendPageCard(tell: (state: OfferState) => void): () => void {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<OfferState>) => tell(data))
  return () => worker.terminate()
}

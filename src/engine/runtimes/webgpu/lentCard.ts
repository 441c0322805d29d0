import type { ByteChannel } from '../../../shared/remoteGpu/byteChannel'
import { openDevice } from './device'
import { remoteGpu } from './remote/remoteGpu'
import { webgpuDevice, type WebgpuDevice } from './webgpuDevice'

/** A line to a page that lends its card to this process. */
export interface LentCard {
  readonly by: NonNullable<WebgpuDevice['lentBy']>
  readonly channel: ByteChannel
}

/**
 * Asks who started this process for a card; `again` where one that it lent was lost. `own`: it lends none, and this
 * process may have one itself. `reason`: there is none, a clause.
 */
export type CardSource = (again: boolean) => Promise<LentCard | 'own' | { readonly reason: string }>

/** Opens a card that was lent, or says why it can't be, a clause; it is given back then. */
export async function openLent({
  by,
  channel,
}: LentCard): Promise<WebgpuDevice | { readonly reason: string }> {
  const refused = (reason: string): { readonly reason: string } => {
    channel.close()
    return { reason }
  }
  try {
    const open = await openDevice(remoteGpu(channel))
    if ('reason' in open) return refused(open.reason)
    return webgpuDevice(open, { by, close: () => channel.close() })
  } catch (thrown) {
    return refused(`WebGPU doesn't start: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
}

import type { ByteChannel } from '../../../shared/remoteGpu/byteChannel'
import { type Missing, missing } from '../missing'
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
 * process may have one itself.
 */
export type CardSource = (again: boolean) => Promise<LentCard | 'own' | Missing>

/** Opens a card that was lent, or says why it can't be; it is given back then. */
export async function openLent({ by, channel }: LentCard): Promise<WebgpuDevice | Missing> {
  const refused = (why: Missing): Missing => {
    channel.close()
    return why
  }
  try {
    const open = await openDevice(remoteGpu(channel))
    if ('reason' in open) return refused(open)
    return webgpuDevice(open, { by, close: () => channel.close() })
  } catch (thrown) {
    const system = thrown instanceof Error ? thrown.message : String(thrown)
    return refused(missing('runtimes.dawnFails', { system }))
  }
}

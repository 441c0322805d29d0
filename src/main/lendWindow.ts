import type { UtilityProcess } from 'electron'
import type { EngineChannel } from '../engine/hosts/channel'
import { onCardMessages } from '../engine/hosts/lendCards'
import type { ToEngine } from '../engine/protocol/messages'
import { say } from '../shared/reasons'
import type { CardWindow } from './cardWindow'

/** Gives an engine's process the card of a hidden window of its own when it asks, and closes that when it needs it no more. */
export function lendWindow(
  child: Pick<UtilityProcess, 'postMessage'>,
  channel: EngineChannel,
  open: () => Promise<CardWindow>,
): void {
  let lent: CardWindow | undefined
  let isOver = false
  const close = (): void => {
    lent?.close()
    lent = undefined
  }

  async function lend(): Promise<void> {
    close()
    try {
      const window = await open()
      if (isOver) return window.close()
      lent = window
      const message: ToEngine = { type: 'card-lent', by: 'window' }
      child.postMessage(message, [window.port])
    } catch (thrown) {
      const system = thrown instanceof Error ? thrown.message : String(thrown)
      const { text: reason, because } = say('runtimes.windowFails', { system })
      channel.send({ type: 'card-refused', missing: { reason, because } })
    }
  }

  onCardMessages(channel, ({ type }) => {
    if (type === 'card-wanted') void lend()
    else if (type === 'card-returned') close()
  })
  channel.onExit(() => {
    isOver = true
    close()
  })
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const driverFolder = '/proc/driver/nvidia/gpus'

/** The names of this machine's NVIDIA cards, as its driver has them; none where it tells nothing. */
export function nvidiaCards(folder = driverFolder): string[] {
  try {
    return readdirSync(folder).flatMap((card) => {
      const text = readFileSync(join(folder, card, 'information'), 'utf8')
      const name = /^Model:\s*(.+)$/m.exec(text)?.[1]?.trim()
      return name ? [name] : []
    })
  } catch {
    return []
  }
}

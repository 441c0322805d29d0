import { spawnSync } from 'node:child_process'
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

/** Bytes that are free on the first NVIDIA card, as its driver's own program says; undefined where that isn't there. */
export function freeCardMemory(program = 'nvidia-smi'): number | undefined {
  const query = ['--query-gpu=memory.free', '--format=csv,noheader,nounits']
  const { stdout, status } = spawnSync(program, query, { encoding: 'utf8', timeout: 5000 })
  // Mebibytes, a line for each card.
  const free = status === 0 ? Number.parseInt(stdout, 10) : NaN
  return Number.isFinite(free) ? free * 2 ** 20 : undefined
}

import { readFileSync } from 'node:fs'
import { availableParallelism, platform } from 'node:os'
import { execFileSync } from 'node:child_process'

/**
 * Cores of this machine that this process may use, each counted once however many threads it runs: two threads
 * on one core share its arithmetic and its cache, and are no faster than one.
 */
export function physicalCores(): number {
  const available = availableParallelism()
  return Math.max(1, Math.min(available, countCores() ?? available))
}

function countCores(): number | undefined {
  try {
    if (platform() === 'linux') return coresOf(readFileSync('/proc/cpuinfo', 'utf8'))
    if (platform() === 'darwin') {
      return Number(execFileSync('sysctl', ['-n', 'hw.physicalcpu'], { encoding: 'utf8' })) || undefined
    }
  } catch {
    // Then it is not told, and each thread counts.
  }
  return undefined
}

/** Different pairs of socket and core in Linux' list of processors; undefined where it names none. */
export function coresOf(cpuinfo: string): number | undefined {
  const cores = new Set<string>()
  for (const processor of cpuinfo.split(/\n\s*\n/)) {
    const core = /^core id\s*:\s*(\d+)/m.exec(processor)?.[1]
    const socket = /^physical id\s*:\s*(\d+)/m.exec(processor)?.[1] ?? '0'
    if (core !== undefined) cores.add(`${socket} ${core}`)
  }
  return cores.size || undefined
}

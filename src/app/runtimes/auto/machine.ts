import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, release } from 'node:os'

/**
 * Whether this machine may have a graphics card to compute on, told without starting anything. Linux names its cards,
 * and Windows its own under it; other systems run on machines that have one.
 */
export function mayHaveCard(platform: NodeJS.Platform = process.platform, devices = '/dev'): boolean {
  if (platform !== 'linux') return platform === 'win32' || platform === 'darwin'
  const names = namesIn(devices)
  return (
    names.some((name) => name === 'dxg' || /^nvidia\d+$/.test(name)) ||
    namesIn(`${devices}/dri`).some((name) => name.startsWith('renderD'))
  )
}

/** What a figure depends on besides the model: where any of it changes, all is measured anew. */
export function machineIdentity(versions: Readonly<Record<string, string | undefined>>): object {
  const system = { platform: process.platform, arch: process.arch, release: release() }
  const processor = { model: cpus()[0]?.model, cores: availableParallelism() }
  return { ...system, processor, driver: nvidiaDriver(), versions }
}

function nvidiaDriver(): string | undefined {
  try {
    return readFileSync('/proc/driver/nvidia/version', 'utf8').split('\n')[0]
  } catch {
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

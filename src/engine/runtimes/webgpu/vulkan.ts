import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Missing, missing } from '../missing'

/** Where Linux systems keep shared libraries. */
const libraryFolders = [
  ...['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib'],
  ...['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/lib64', '/lib', '/run/opengl-driver/lib'],
]

/** Where drivers of cards say that they are there. */
const driverFolders = [
  ...['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'],
  ...['/usr/local/etc/vulkan/icd.d', '/run/opengl-driver/share/vulkan/icd.d'],
  join(homedir(), '.local/share/vulkan/icd.d'),
]

/**
 * Why Vulkan can't be there on a Linux system; undefined where it may be. Dawn would say so itself, but on
 * the process's standard error.
 */
export function whyNoVulkan(env: NodeJS.ProcessEnv = process.env): Missing | undefined {
  if (process.platform !== 'linux') return undefined
  const folders = [...(env['LD_LIBRARY_PATH'] ?? '').split(':').filter(Boolean), ...libraryFolders]
  if (!folders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')))) {
    return missing('runtimes.noLoader', {})
  }
  const named = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES']
  const drivers = named === undefined ? driverFolders.flatMap(filesOf) : named.split(':')
  if (!drivers.some((file) => existsSync(file))) {
    return missing('runtimes.noDriver', {})
  }
  return undefined
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

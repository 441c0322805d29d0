import { access, constants, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { byteCount } from '../words'
import { absent, broken, type Finding, fine, reason } from './finding'

/** Less free space than this and a training may not be able to keep its checkpoints. */
const wantedBytes = 1e9

/** Can models be written, and is there room? A folder that isn't there yet is judged by its nearest parent. */
export async function examineDataFolder(dataFolder: string): Promise<Finding[]> {
  const existing = await nearestExisting(dataFolder)
  const findings: Finding[] = []
  try {
    await access(existing, constants.W_OK | constants.X_OK)
    const made = existing === dataFolder ? '' : ' (made when first needed)'
    findings.push(fine('data-folder', `The data folder is ${dataFolder}${made}.`))
  } catch (error) {
    const advice = 'Choose another with --data-folder or PIXELLOOM_DATA.'
    findings.push(
      broken('data-folder', `The data folder ${dataFolder} can't be written (${reason(error)}). ${advice}`),
    )
  }
  try {
    const { bavail, bsize } = await statfs(existing)
    const free = bavail * bsize
    const message = `${byteCount(free)} are free in the data folder.`
    findings.push(
      free >= wantedBytes
        ? fine('disk', message)
        : absent('disk', `Only ${message} Trainings may need more.`),
    )
  } catch (error) {
    findings.push(absent('disk', `How much space is free can't be told (${reason(error)}).`))
  }
  return findings
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await access(path)
    return path
  } catch {
    const parent = dirname(path)
    return parent === path ? path : nearestExisting(parent)
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { byteCount, plural } from '../words'
import { absent, broken, type Finding, fine, reason } from './finding'

const oldestNode = [20, 19] as const

export function examineNode(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  if (recent) return [fine('node', `Node ${process.versions.node}.`)]
  return [
    broken(
      'node',
      `Node ${process.versions.node} is too old: install ${oldestNode.join('.')} or later from nodejs.org.`,
    ),
  ]
}

export function examineMachine(): Finding[] {
  const memory = `${byteCount(freemem())} of ${byteCount(totalmem())} of memory are free.`
  return [
    fine('cores', `${plural(availableParallelism(), 'core')} on ${process.platform} ${process.arch}.`),
    freemem() >= 1e9 ? fine('memory', memory) : absent('memory', `${memory} Training may need more.`),
  ]
}

/** The decoder of images, and the formats that it reads here. */
export async function examineImages(): Promise<Finding[]> {
  try {
    const { default: sharp } = await import('sharp')
    const formats = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'heif'] as const
    const read = formats.filter((format) => sharp.format[format].input.file)
    const named = read.map((format) => (format === 'heif' ? 'avif' : format))
    const versions = `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`
    return [fine('images', `Images are read as ${named.join(', ')} (${versions}).`)]
  } catch (error) {
    return [
      broken('images', `Images can't be read: sharp doesn't load (${reason(error)}). Run npm ci again.`),
    ]
  }
}

/** Electron's binary, without importing the package, which would fetch it. */
export function examineElectron(): Finding[] {
  if (process.versions['electron']) return [fine('electron', `Electron ${process.versions['electron']}.`)]
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const serve = 'The app runs in a browser all the same: pixelloom serve.'
  try {
    const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
    const pathFile = join(home, 'path.txt')
    const installed =
      existsSync(pathFile) && existsSync(join(home, 'dist', readFileSync(pathFile, 'utf8').trim()))
    if (override && existsSync(override)) return [fine('electron', `Electron is in ${override}.`)]
    if (installed) return [fine('electron', `Electron is in ${join(home, 'dist')}.`)]
    return [absent('electron', `There is no Electron binary for a window (npx install-electron). ${serve}`)]
  } catch {
    return [absent('electron', `Electron is not installed. ${serve}`)]
  }
}

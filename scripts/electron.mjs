import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the executable lies inside an unpacked Electron, by platform, as Electron's own installer has it. */
const EXECUTABLE =
  process.platform === 'darwin'
    ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'

/**
 * The Electron binary that is already on this machine. Importing the `electron` package instead would
 * start a download when there is none.
 * @param {string} root the repository's root
 * @returns {string | undefined} the path of the executable
 */
export function findElectron(root) {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) {
    const named = join(override, EXECUTABLE)
    return existsSync(named) ? named : undefined
  }
  const home = join(root, 'node_modules', 'electron')
  const pathFile = join(home, 'path.txt')
  const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : EXECUTABLE
  const installed = join(home, 'dist', executable)
  return existsSync(installed) ? installed : undefined
}

/**
 * Why no window can open here, or undefined where one can.
 * @returns {string | undefined}
 */
export function whyNoWindow() {
  if (process.platform !== 'linux') return undefined
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  // Chromium's sandbox refuses to run as root, and switching the sandbox off is not ours to decide.
  if (process.getuid?.() === 0) return 'Electron does not run as root with its sandbox on'
  return undefined
}

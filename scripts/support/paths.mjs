import { readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json in it. */
export const repositoryRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/**
 * The script behind a package's command, to be run by this very Node: the launchers in node_modules/.bin
 * differ by platform and would look for a Node of their own.
 * @param {string} packageName
 * @param {string} [command] the command, where it is not called like the package
 * @returns {string}
 */
export function commandOf(packageName, command = packageName) {
  const home = join(repositoryRoot, 'node_modules', packageName)
  /** @type {{ bin?: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const script = typeof bin === 'string' ? bin : bin?.[command]
  if (!script) throw new Error(`${packageName} has no command ${command}`)
  return join(home, script)
}

/**
 * Whether a module is the script that Node was started with, rather than imported by another.
 * @param {string} moduleUrl the module's `import.meta.url`
 */
export function isRunDirectly(moduleUrl) {
  const started = process.argv[1]
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl)
}

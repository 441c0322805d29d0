import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './paths.mjs'

/**
 * Runs a command of this repository's pixelloom; what it prints goes to the terminal, and its result, the last
 * line of stdout, is returned. Where it fails, so does the recipe.
 *
 * @param {string[]} words
 * @returns {any}
 */
export function pixelloom(...words) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'pixelloom'), ...words, '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  )
  if (status !== 0) process.exit(status ?? 1)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null')
}

/**
 * A command's options as words.
 * @param {Record<string, string | number | true>} options
 */
export function asWords(options) {
  return Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  )
}

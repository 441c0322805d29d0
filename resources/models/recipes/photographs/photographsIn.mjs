import { readdirSync } from 'node:fs'

/**
 * Paths of the photographs in a folder and those below it, from there, in their order.
 * @param {string} folder
 */
export function photographsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
}

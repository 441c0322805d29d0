// Writes resources/licences.json: every package that goes into the app, with its licence, for the settings' "About".
// `--check` writes nothing and fails where a package isn't in it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const file = join(root, 'resources', 'licences.json')

/** Built into the page, and the window itself: they are installed for development only. */
const builtIn = ['vue', 'pinia', 'reka-ui', 'uplot', 'vue-i18n', '@tanstack/vue-virtual', 'electron']

/** @typedef {{ version: string, license?: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Locked */

/** @returns {Record<string, Locked & { devDependencies?: Record<string, string> }>} */
function readLock() {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
}

/**
 * Where the lock has a package that is asked for from another: nested as deep as may be, as Node looks for it.
 * @param {Record<string, Locked>} lock
 * @param {string} from
 * @param {string} name
 */
function placeOf(lock, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (lock[place]) return place
    if (folder === '') return undefined
  }
}

/** Everything that the app stands on, by its place in node_modules. */
function packagesOfApp() {
  const lock = readLock()
  const own = lock['']
  /** @type {Set<string>} */
  const places = new Set()
  /** @param {string} from @param {string[]} names */
  function follow(from, names) {
    for (const name of names) {
      const place = placeOf(lock, from, name)
      if (place === undefined || places.has(place)) continue
      places.add(place)
      const { dependencies = {}, optionalDependencies = {} } = lock[place] ?? { version: '' }
      // Electron's own dependencies fetch its binary, and go into nothing.
      if (name !== 'electron')
        follow(place, [...Object.keys(dependencies), ...Object.keys(optionalDependencies)])
    }
  }
  follow('', [...Object.keys(own?.dependencies ?? {}), ...builtIn])
  return [...places].sort().map((place) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const { version = '', license = 'unknown' } = lock[place] ?? {}
    return { place, name, version, licence: license }
  })
}

/** @param {string} place */
function textOf(place) {
  const folder = join(root, place)
  if (!existsSync(folder)) return undefined
  const name = readdirSync(folder).find((found) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(found))
  return name === undefined
    ? undefined
    : readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim()
}

/** Packages for other systems are named, but their texts aren't here to be read: the same as their siblings'. */
function licences() {
  /** @type {string[]} */
  const texts = []
  /** @type {Map<string, { name: string, version: string, licence: string, text?: number }>} */
  const packages = new Map()
  for (const { place, name, version, licence } of packagesOfApp()) {
    const own = textOf(place)
    if (own !== undefined && !texts.includes(own)) texts.push(own)
    const text = own === undefined ? {} : { text: texts.indexOf(own) }
    packages.set(`${name}@${version}`, { name, version, licence, ...text })
  }
  return { texts, packages: [...packages.values()] }
}

/** Names, versions and licences: which texts are at hand differs from system to system. */
function isCurrent() {
  if (!existsSync(file)) return false
  /** @param {{ packages: { name: string, version: string, licence: string }[] }} held */
  const list = ({ packages }) =>
    packages.map(({ name, version, licence }) => `${name}@${version} ${licence}`).join()
  return list(JSON.parse(readFileSync(file, 'utf8'))) === list(licences())
}

function main() {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, `${JSON.stringify(licences(), null, 1)}\n`)
  } else if (!isCurrent()) {
    console.error('resources/licences.json is out of date: run node scripts/licences.mjs')
    process.exitCode = 1
  }
}

main()

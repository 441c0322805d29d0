#!/usr/bin/env node
// Gathers the photographs that the bundled Multi-Scale model learned from, and those that judge it: debian.json names
// each by its package of Debian, its file there and its hash.
//
//     node resources/models/recipes/photographs/gather.mjs OUT [--packages FOLDER]
//
// Where there is apt-get, of the release that debian.json names, the packages are downloaded. Anywhere else --packages
// names a folder that has them (snapshot.debian.org keeps all); dpkg-deb takes them apart.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { filesOfQtResource } from './qtResource.mjs'

/** @typedef {{ version: string, photographs: Record<string, string> }} Package hashes by paths */

/** @type {{ distribution: string, packages: Record<string, Package> }} */
const { distribution, packages } = JSON.parse(
  readFileSync(fileURLToPath(new URL('debian.json', import.meta.url)), 'utf8'),
)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: 'string' } },
})
const [out] = positionals
if (out === undefined) {
  console.error('Name a folder for them: node resources/models/recipes/photographs/gather.mjs OUT')
  process.exit(2)
}
const target = resolve(out)
const fresh = `${target}.new`
const work = mkdtempSync(join(tmpdir(), 'pixelloom-photographs-'))
try {
  const count = gather(values.packages === undefined ? downloaded() : resolve(values.packages))
  console.log(`${count} photographs of ${Object.keys(packages).length} packages are in ${target}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
  rmSync(fresh, { recursive: true, force: true })
}

/** Nothing is in the target until all are there, each what its hash says. */
function gather(/** @type {string} */ folder) {
  rmSync(fresh, { recursive: true, force: true })
  let count = 0
  for (const [name, { version, photographs }] of Object.entries(packages)) {
    const unpacked = join(work, name)
    command('dpkg-deb', '--extract', archiveOf(folder, name, version), unpacked)
    /** @type {Map<string, Map<string, Buffer>>} */
    const resources = new Map()
    for (const [path, hash] of Object.entries(photographs)) {
      // After a hash sign: within a file of Qt's, which holds many.
      const [file = '', inside] = path.split('#')
      const bytes = inside === undefined ? readFileSync(join(unpacked, file)) : resourceOf(file).get(inside)
      if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== hash) {
        throw new Error(`${name} ${version} has another ${path} than debian.json says.`)
      }
      const place = join(fresh, name, inside ?? file)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, bytes)
      count++
    }

    function resourceOf(/** @type {string} */ file) {
      const known = resources.get(file) ?? filesOfQtResource(readFileSync(join(unpacked, file)))
      resources.set(file, known)
      return known
    }
  }
  rmSync(target, { recursive: true, force: true })
  renameSync(fresh, target)
  return count
}

/** @param {string} folder @param {string} name @param {string} version */
function archiveOf(folder, name, version) {
  const plain = version.replace(/^\d+:/, '')
  const found = readdirSync(folder).find(
    // apt-get writes the colon of an epoch as %3a; archives leave the epoch out.
    (file) => file.startsWith(`${name}_`) && file.includes(plain) && file.endsWith('.deb'),
  )
  if (found === undefined) {
    throw new Error(
      `${folder} lacks ${name}_${plain}_all.deb of ${distribution}; snapshot.debian.org has it.`,
    )
  }
  return join(folder, found)
}

function downloaded() {
  command(
    'apt-get',
    'download',
    ...Object.entries(packages).map(([name, { version }]) => `${name}=${version}`),
  )
  return work
}

/** @param {string} program @param {string[]} words */
function command(program, ...words) {
  const { status, error, stderr } = spawnSync(program, words, {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (error !== undefined) {
    throw new Error(
      `${program} could not be started (${error.message}). Elsewhere than on ${distribution} name a folder of its packages: --packages FOLDER.`,
    )
  }
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} failed:\n${stderr.trim()}`)
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200

/**
 * Does something while no other process does it: two commands started at once in a fresh checkout must
 * not install into each other's folders.
 * @template T
 * @param {string} path the file that stands for the lock
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(path, body) {
  mkdirSync(dirname(path), { recursive: true })
  for (let waited = 0; !take(path); waited += 1) {
    const holder = holderOf(path)
    // Whoever was killed while holding it can't give it back.
    if (!isAlive(holder)) {
      rmSync(path, { force: true })
      continue
    }
    if (waited === 0)
      console.error(`Waiting for process ${holder} to set up (if it does not, delete ${path}) …`)
    await sleep(POLL_MS)
  }
  try {
    return await body()
  } finally {
    rmSync(path, { force: true })
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0
    throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // One's own number was that of another process before: containers start counting anew.
  if (!(pid > 0) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

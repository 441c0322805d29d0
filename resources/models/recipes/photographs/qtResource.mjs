import { inflateSync } from 'node:zlib'

const isCompressed = 1
const isDirectory = 2

/**
 * The files in a binary resource of Qt (.rcc), each by its path: a header, a tree of nodes in the order of the hashes of
 * their names, and the data and names that these point to. All numbers are big-endian.
 *
 * @param {Buffer} file
 * @returns {Map<string, Buffer>}
 * @throws where it is no such resource, or compressed otherwise than by zlib
 */
export function filesOfQtResource(file) {
  if (file.toString('latin1', 0, 4) !== 'qres') throw new Error('This is not a resource file of Qt.')
  const version = file.readUInt32BE(4)
  const tree = file.readUInt32BE(8)
  const data = file.readUInt32BE(12)
  const names = file.readUInt32BE(16)
  // Since its second version a node ends with the time of its file.
  const nodeBytes = version >= 2 ? 22 : 14
  const files = new Map()
  walk(0, '')
  return files

  function walk(/** @type {number} */ index, /** @type {string} */ path) {
    const node = tree + index * nodeBytes
    const flags = file.readUInt16BE(node + 4)
    const own = index === 0 ? '' : nameAt(names + file.readUInt32BE(node))
    const full = path === '' ? own : `${path}/${own}`
    if (flags & isDirectory) {
      const [count, first] = [file.readUInt32BE(node + 6), file.readUInt32BE(node + 10)]
      for (let i = 0; i < count; i++) walk(first + i, full)
      return
    }
    if (flags & ~isCompressed) throw new Error(`${full} is compressed in a way that can't be read here.`)
    const at = data + file.readUInt32BE(node + 10)
    const bytes = file.subarray(at + 4, at + 4 + file.readUInt32BE(at))
    // Qt puts the length of what comes out before what zlib made.
    files.set(full, flags & isCompressed ? inflateSync(bytes.subarray(4)) : bytes)
  }

  function nameAt(/** @type {number} */ at) {
    const length = file.readUInt16BE(at)
    // A hash of four bytes lies between the length and the name.
    return Buffer.from(file.subarray(at + 6, at + 6 + length * 2))
      .swap16()
      .toString('utf16le')
  }
}

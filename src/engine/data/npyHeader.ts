/** How every NumPy array file begins. */
export const npyMagic = '\x93NUMPY'

/** Data begins at a multiple of so many bytes. */
const alignment = 64

/** What stands before the values of an array file of uint8 in C order (format 1.0). */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape.join()},` : shape.join(', ')
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${tuple}), }`
  const before = npyMagic.length + 4
  const length = Math.ceil((before + text.length + 1) / alignment) * alignment - before
  const header = `${npyMagic}\x01\x00${String.fromCharCode(length & 255, length >> 8)}${text.padEnd(length - 1)}\n`
  return Uint8Array.from(header, (character) => character.charCodeAt(0))
}

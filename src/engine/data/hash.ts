/** Why a key is hashed: two purposes must not choose the same images. */
export type HashPurpose = 'limit' | 'held-out' | 'table' | 'seed'

/**
 * A 32-bit hash of an image's key: FNV-1a over its UTF-16 code units, low byte first, after those of the
 * purpose, then MurmurHash3's finaliser, since FNV alone leaves the high bits of short keys alike.
 */
export function hashKey(key: string, purpose: HashPurpose): number {
  let hash = 0x811c9dc5
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  for (const text of [purpose, '\0', key]) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      mix(unit & 0xff)
      mix(unit >> 8)
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

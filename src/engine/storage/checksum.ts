/** "sha256:" and 64 hexadecimal digits: the form in which every file states a checksum. */
export async function checksum(bytes: Uint8Array): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes)
  const hexadecimal = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'))
  return `sha256:${hexadecimal.join('')}`
}

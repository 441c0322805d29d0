/**
 * Run lengths of a mask (a byte a pixel, row by row, 0 or 1): varints (seven bits a byte, low bits first) that
 * alternate between kept and filled, beginning with kept. A painted photo of millions of pixels takes a few kilobytes.
 */
export function encodeRuns(data: Uint8Array): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1024)
  let used = 0
  const write = (length: number): void => {
    if (used + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2)
      larger.set(bytes)
      bytes = larger
    }
    let rest = length
    while (rest > 0x7f) {
      bytes[used++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 128)
    }
    bytes[used++] = rest
  }
  let value: 0 | 1 = 0
  for (let start = 0; ;) {
    // Looked for by the machine's own search: most of a mask is long runs.
    const found = data.indexOf(value === 0 ? 1 : 0, start)
    const end = found < 0 ? data.length : found
    write(end - start)
    if (found < 0) return bytes.slice(0, used)
    start = end
    value = value === 0 ? 1 : 0
  }
}

/** The mask of `length` pixels, or undefined where the runs don't add up to it. */
export function decodeRuns(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (runsLength(bytes) !== length) return undefined
  const data = new Uint8Array(length)
  let [position, value] = [0, 0]
  for (const run of runsOf(bytes)) {
    if (value === 1) data.fill(1, position, position + run)
    position += run
    value = 1 - value
  }
  return data
}

/** How many pixels runs stand for; undefined where the last one is cut off. */
export function runsLength(bytes: Uint8Array): number | undefined {
  if (bytes.length === 0 || ((bytes.at(-1) ?? 0) & 0x80) !== 0) return undefined
  let length = 0
  for (const run of runsOf(bytes)) length += run
  return length
}

function* runsOf(bytes: Uint8Array): Generator<number> {
  let [run, scale] = [0, 1]
  for (const byte of bytes) {
    run += (byte & 0x7f) * scale
    scale *= 128
    if (byte & 0x80) continue
    yield run
    run = 0
    scale = 1
  }
}

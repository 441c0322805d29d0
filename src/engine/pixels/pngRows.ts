/** Rows of a PNG before they are compressed: each begins with a byte that names its filter (PNG, section 9). */

const filters = { none: 0, sub: 1, up: 2, average: 3, paeth: 4 } as const

/** Bytes that are looked at to choose a row's filter: all of a small image's, a sample of a photo's. */
const sampleRuns = 16
const sampleLength = 48

/** Samples of 16 bits as a PNG has them, most significant byte first; those of 8 bits as they are. */
export function pngSamples(data: Uint8Array | Uint16Array): Uint8Array {
  if (data instanceof Uint8Array) return data
  const bytes = new Uint8Array(data.length * 2)
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0
    bytes[2 * i] = value >> 8
    bytes[2 * i + 1] = value & 0xff
  }
  return bytes
}

/**
 * Samples [rows, stride] as filtered rows, [rows, 1 + stride]. A row's filter is the one whose differences are least in
 * sum, as is usual; the first row refers to none above it, so that it can follow on any other.
 */
export function filterRows(samples: Uint8Array, stride: number, pixelBytes: number): Uint8Array {
  const rows = samples.length / stride
  const result = new Uint8Array(samples.length + rows)
  for (let row = 0; row < rows; row++) {
    const at = row * stride
    const filter = chooseFilter(samples, at, stride, pixelBytes, row > 0)
    const to = row * (stride + 1)
    result[to] = filter
    filterRun(filter, samples, { at, from: 0, end: stride, stride, pixelBytes }, result, to + 1)
  }
  return result
}

function chooseFilter(
  samples: Uint8Array,
  at: number,
  stride: number,
  pixelBytes: number,
  hasAbove: boolean,
): number {
  const candidates = hasAbove ? Object.values(filters) : [filters.none, filters.sub]
  const step = Math.max(sampleLength, Math.floor(stride / sampleRuns))
  const run = new Uint8Array(sampleLength)
  let [best, least] = [0, Infinity]
  for (const filter of candidates) {
    let sum = 0
    for (let from = 0; from < stride; from += step) {
      const end = Math.min(stride, from + sampleLength)
      filterRun(filter, samples, { at, from, end, stride, pixelBytes }, run, 0)
      for (let i = 0; i < end - from; i++) sum += Math.abs(((run[i] ?? 0) << 24) >> 24)
    }
    if (sum < least) [best, least] = [filter, sum]
  }
  return best
}

/** Filters the bytes [from, end) of the row at `at`. A plain loop for each: they run for every byte of a photo. */
function filterRun(
  filter: number,
  samples: Uint8Array,
  row: {
    readonly at: number
    readonly from: number
    readonly end: number
    readonly stride: number
    readonly pixelBytes: number
  },
  out: Uint8Array,
  to: number,
): void {
  const { at, from, end, stride, pixelBytes } = row
  const shift = to - from
  // Left of the first pixel all is zero.
  const edge = Math.max(from, Math.min(end, pixelBytes))
  switch (filter) {
    case filters.none:
      for (let i = from; i < end; i++) out[i + shift] = samples[at + i] ?? 0
      return
    case filters.sub:
      for (let i = from; i < edge; i++) out[i + shift] = samples[at + i] ?? 0
      for (let i = edge; i < end; i++) {
        out[i + shift] = (samples[at + i] ?? 0) - (samples[at + i - pixelBytes] ?? 0)
      }
      return
    case filters.average:
      for (let i = from; i < edge; i++) {
        out[i + shift] = (samples[at + i] ?? 0) - ((samples[at + i - stride] ?? 0) >> 1)
      }
      for (let i = edge; i < end; i++) {
        const sum = (samples[at + i - pixelBytes] ?? 0) + (samples[at + i - stride] ?? 0)
        out[i + shift] = (samples[at + i] ?? 0) - (sum >> 1)
      }
      return
    case filters.paeth:
      for (let i = from; i < edge; i++) {
        out[i + shift] = (samples[at + i] ?? 0) - (samples[at + i - stride] ?? 0)
      }
      for (let i = edge; i < end; i++) {
        const here = at + i
        const left = samples[here - pixelBytes] ?? 0
        const up = samples[here - stride] ?? 0
        const corner = samples[here - stride - pixelBytes] ?? 0
        const toLeft = Math.abs(up - corner)
        const toUp = Math.abs(left - corner)
        const toCorner = Math.abs(left + up - 2 * corner)
        const guess = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
        out[i + shift] = (samples[here] ?? 0) - guess
      }
      return
    default:
      for (let i = from; i < end; i++) {
        out[i + shift] = (samples[at + i] ?? 0) - (samples[at + i - stride] ?? 0)
      }
  }
}

const largestPrime = 65521

/** The checksum of a zlib stream. Both sums stay exact for the 5,552 bytes between two divisions. */
export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0]
  for (let from = 0; from < bytes.length; from += 5552) {
    const end = Math.min(bytes.length, from + 5552)
    for (let i = from; i < end; i++) {
      a += bytes[i] ?? 0
      b += a
    }
    a %= largestPrime
    b %= largestPrime
  }
  return b * 65536 + a
}

/** The checksum of two runs of bytes, one after the other, from those of each and the length of the second. */
export function joinedAdler32(first: number, second: number, secondLength: number): number {
  const [a1, b1] = [first % 65536, Math.floor(first / 65536)]
  const [a2, b2] = [second % 65536, Math.floor(second / 65536)]
  // The second began with a sum of 1; it should have begun with what the first left.
  const a = (a1 + a2 - 1 + largestPrime) % largestPrime
  const b =
    (b1 + b2 + (secondLength % largestPrime) * ((a1 - 1 + largestPrime) % largestPrime)) % largestPrime
  return b * 65536 + a
}

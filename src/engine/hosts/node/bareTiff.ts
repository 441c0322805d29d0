/** Kinds of values in a TIFF's directory. */
const [short, long, undefinedBytes] = [3, 4, 7]

/**
 * An uncompressed TIFF in memory: the one way to hand sharp pixels together with the colour profile that says
 * what they mean. `data`: RGBA, 8 bits, straight alpha; without `alpha` it is dropped.
 */
export function bareTiff(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  alpha: boolean,
  profile?: Uint8Array,
): Uint8Array {
  const channels = alpha ? 4 : 3
  const pixels = width * height * channels
  const entries: [tag: number, kind: number, count: number, value: number][] = [
    [256, long, 1, width],
    [257, long, 1, height],
    // Each of 8 bits: a list that stands after the directory.
    [258, short, channels, 0],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, 8],
    [277, short, 1, channels],
    [278, long, 1, height],
    [279, long, 1, pixels],
    ...(alpha ? [[338, short, 1, 2] as [number, number, number, number]] : []),
    ...(profile ? [[34675, undefinedBytes, profile.length, 0] as [number, number, number, number]] : []),
  ]
  const directory = 8 + pixels + (pixels % 2)
  const bits = directory + 2 + entries.length * 12 + 4
  const icc = bits + channels * 2
  const bytes = new Uint8Array(icc + (profile?.length ?? 0))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x002a4949, true)
  view.setUint32(4, directory, true)
  if (alpha) bytes.set(data, 8)
  else {
    for (let from = 0, to = 8; from < data.length; from += 4, to += 3) {
      bytes[to] = data[from] ?? 0
      bytes[to + 1] = data[from + 1] ?? 0
      bytes[to + 2] = data[from + 2] ?? 0
    }
  }
  view.setUint16(directory, entries.length, true)
  for (const [index, [tag, kind, count, value]] of entries.entries()) {
    const at = directory + 2 + index * 12
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, kind, true)
    view.setUint32(at + 4, count, true)
    view.setUint32(at + 8, tag === 258 ? bits : tag === 34675 ? icc : value, true)
  }
  for (let channel = 0; channel < channels; channel++) view.setUint16(bits + channel * 2, 8, true)
  if (profile) bytes.set(profile, icc)
  return bytes
}

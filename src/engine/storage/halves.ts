/** IEEE half precision, little-endian bytes -> floats. */
export function fromFloat16(bytes: Uint8Array): Float32Array {
  return convert(bytes, (half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 0x1f
    const fraction = half & 0x3ff
    if (exponent === 0) return sign * fraction * 2 ** -24
    if (exponent === 0x1f) return fraction ? NaN : sign * Infinity
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

/** bfloat16 (the upper half of a float), little-endian bytes -> floats. */
export function fromBfloat16(bytes: Uint8Array): Float32Array {
  const word = new Uint32Array(1)
  const float = new Float32Array(word.buffer)
  return convert(bytes, (half) => {
    word[0] = half << 16
    return float[0] ?? 0
  })
}

function convert(bytes: Uint8Array, value: (half: number) => number): Float32Array {
  const result = new Float32Array(bytes.length / 2)
  for (let i = 0; i < result.length; i++) {
    result[i] = value((bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8))
  }
  return result
}

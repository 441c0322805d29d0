const side = 32

/**
 * Squares of a picture, each scaled down to 32 x 32 by the means of its pixels.
 * @param {Buffer} pixels three bytes each
 * @param {import('./pictures.mjs').Picture} picture
 * @returns {Buffer[]}
 */
export function cropsOf(pixels, { width, crops }) {
  return crops.map(([left, top, size]) => {
    const each = size / side
    const small = Buffer.alloc(side * side * 3)
    for (let i = 0; i < small.length; i++) {
      const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)]
      let sum = 0
      for (let j = 0; j < each * each; j++) {
        const [across, down] = [left + x * each + (j % each), top + y * each + Math.floor(j / each)]
        sum += pixels[3 * (down * width + across) + (i % 3)] ?? 0
      }
      small[i] = Math.round(sum / (each * each))
    }
    return small
  })
}

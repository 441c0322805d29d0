/**
 * Squares of a picture, each scaled down to `side` pixels by the means of its own.
 * @param {Buffer} pixels three bytes each
 * @param {Pick<import('./pictures.mjs').Picture, 'width' | 'crops'>} picture
 * @param {number} side of which those of the squares are multiples
 * @returns {Buffer[]}
 */
export function cropsOf(pixels, { width, crops }, side) {
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

/** Opcodes of the kernels' programs: src/kernels/program.h says what each does and what its words are. */
export const opcodes = {
  zero: 1,
  gather: 2,
  product: 3,
  kernelGradient: 4,
  scan: 5,
  scanGradient: 6,
  crossEntropy: 7,
  combine: 8,
  patches: 9,
  sumGradients: 10,
  rmsProp: 11,
  adam: 12,
  once: 13,
  inChunks: 14,
  apply: 15,
  sample: 16,
  cellProduct: 17,
  cellPatches: 18,
  cellCombine: 19,
  cellLstm: 20,
  cellDraw: 21,
  eachCell: 22,
  cellRecord: 23,
  cellFetch: 24,
  cellJudge: 25,
} as const

/** Features are stored in rows as wide as a multiple of this many floats; memory is given out in as many. */
export const lineFloats = 16

/** The smallest multiple of a line that holds `count` floats. */
export function lines(count: number): number {
  return Math.ceil(count / lineFloats) * lineFloats
}

/** The bits of a 32-bit float as a whole number: how programs hold it. */
export function floatBits(value: number): number {
  scratch.setFloat32(0, value)
  return scratch.getInt32(0)
}

const scratch = new DataView(new ArrayBuffer(4))

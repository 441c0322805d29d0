import { mapWords, ProgramBuilder } from './builder'
import { packingWords } from './product'
import type { Kernels } from './kernels'
import { packKernel } from './packing'
import { lines, opcodes } from './words'
import { Workspace } from './workspace'

/** Rows, features in and features out of a product that fits the caches. */
const [rows, inner, columns] = [384, 256, 256]
/** Products of a run. */
const images = 16
const shortestMilliseconds = 60

/** GFLOP/s of products of matrices in all threads together: the most that any plan could reach. */
export function productSpeed(kernels: Kernels): number {
  const builder = new ProgramBuilder(kernels.panel, 1)
  const [x, y] = [builder.map(rows, inner), builder.map(rows, columns)]
  const segment = { tap: 0, offset: 0, length: inner, source: (k: number, j: number) => k * columns + j }
  const packing = packKernel([segment], columns, kernels.panel)
  const packed = builder.shared(packing.sources.length)
  const packedWords = packingWords(builder, 'product', packing, { packed, offset: 0 })
  const none = [-1, 0, 0]
  builder.emit(
    opcodes.product,
    ...mapWords(x),
    ...[1, -1, -1, -1, rows],
    ...packedWords,
    ...[-1, ...mapWords(y), ...none, ...none, ...none, 0],
  )
  const { sharedFloats, localFloats, program, tables } = builder.finish()
  const localAt = sharedFloats + lines(program.length)
  const bytes = 4 * (localAt + kernels.threads * localFloats)
  const workspace = new Workspace(kernels, { bytes, programsAt: sharedFloats, localAt, localFloats, tables })
  try {
    const section = workspace.place(program)
    const count = images * kernels.threads
    workspace.runImages(section, count)
    const began = performance.now()
    let runs = 0
    let elapsed = 0
    while (elapsed < shortestMilliseconds) {
      workspace.runImages(section, count)
      runs++
      elapsed = performance.now() - began
    }
    return (2 * rows * inner * columns * count * runs) / elapsed / 1e6
  } finally {
    workspace.dispose()
  }
}

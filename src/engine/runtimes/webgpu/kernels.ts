import addShares from './wgsl/addShares.wgsl?raw'
import bent from './wgsl/bent.wgsl?raw'
import bernoulli from './wgsl/bernoulli.wgsl?raw'
import cellDraw from './wgsl/cellDraw.wgsl?raw'
import cellProduct from './wgsl/cellProduct.wgsl?raw'
import cells from './wgsl/cells.wgsl?raw'
import combine from './wgsl/combine.wgsl?raw'
import copyImage from './wgsl/copyImage.wgsl?raw'
import countParts from './wgsl/countParts.wgsl?raw'
import entropyWords from './wgsl/entropyWords.wgsl?raw'
import gather from './wgsl/gather.wgsl?raw'
import groupSum from './wgsl/groupSum.wgsl?raw'
import imageNats from './wgsl/imageNats.wgsl?raw'
import judgeStep from './wgsl/judgeStep.wgsl?raw'
import kernelGradient from './wgsl/kernelGradient.wgsl?raw'
import lstmBackward from './wgsl/lstmBackward.wgsl?raw'
import lstmForward from './wgsl/lstmForward.wgsl?raw'
import multinomial from './wgsl/multinomial.wgsl?raw'
import numbers from './wgsl/numbers.wgsl?raw'
import optimizer from './wgsl/optimizer.wgsl?raw'
import patches from './wgsl/patches.wgsl?raw'
import philox from './wgsl/philox.wgsl?raw'
import product from './wgsl/product.wgsl?raw'
import rowSums from './wgsl/rowSums.wgsl?raw'
import sample from './wgsl/sample.wgsl?raw'
import sampleWords from './wgsl/sampleWords.wgsl?raw'
import scalars from './wgsl/scalars.wgsl?raw'
import scan from './wgsl/scan.wgsl?raw'
import scanCells from './wgsl/scanCells.wgsl?raw'
import scanGradient from './wgsl/scanGradient.wgsl?raw'
import scanGradientCells from './wgsl/scanGradientCells.wgsl?raw'
import scanProduct from './wgsl/scanProduct.wgsl?raw'
import scanWords from './wgsl/scanWords.wgsl?raw'
import sumGradients from './wgsl/sumGradients.wgsl?raw'
import vectors from './wgsl/vectors.wgsl?raw'
import zero from './wgsl/zero.wgsl?raw'

/** One source of two kernels: weights are read in two ways. */
const drawing = [vectors, bent, sampleWords, cells, cellProduct, philox, cellDraw, sample] as const

/** Every kernel, of the parts that its source consists of. */
const parts = {
  addShares: [scalars, addShares],
  bernoulli: [scalars, entropyWords, bernoulli],
  combine: [vectors, combine],
  copyImage: [vectors, copyImage],
  countParts: [scalars, groupSum, countParts],
  gather: [scalars, gather],
  imageNats: [scalars, groupSum, imageNats],
  judgeStep: [scalars, numbers, judgeStep],
  kernelGradient: [vectors, kernelGradient],
  multinomial: [scalars, entropyWords, multinomial],
  optimizer: [scalars, numbers, groupSum, optimizer],
  patches: [scalars, patches],
  product: [vectors, product],
  rowSums: [vectors, rowSums],
  sample: drawing,
  sampleHalves: drawing,
  scan: [vectors, bent, scanWords, scanProduct, lstmForward, scan],
  scanCells: [vectors, bent, scanWords, lstmForward, scanCells],
  scanGradient: [vectors, bent, scanWords, scanProduct, lstmBackward, scanGradient],
  scanGradientCells: [vectors, bent, scanWords, lstmBackward, scanGradientCells],
  sumGradients: [scalars, groupSum, sumGradients],
  zero: [scalars, zero],
} as const

export type KernelName = keyof typeof parts

/** The WGSL of a kernel, whole. */
export function sourceOf(name: KernelName): string {
  return parts[name].join('\n')
}

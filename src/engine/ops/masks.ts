/**
 * Masks of convolutions (section 3.4 of the paper, figure 2 right; models.md, "Masks").
 *
 * Of a kernel 5 wide, `#` is always open, `.` always closed, `c` open to some colours:
 *
 *     # # # # #
 *     # # # # #      rows above: everything
 *     # # c . .      this row: what is left, and at the pixel itself earlier colours
 *     . . . . .
 *     . . . . .      rows below don't exist
 *
 * At `c`, colour groups in the order R, G, B; an arrow says "may be seen by":
 *
 *     mask A (first layer)         mask B (all others)
 *          to R  G  B                   to R  G  B
 *     from R  .  #  #              from R  #  #  #
 *          G  .  .  #                   G  .  #  #
 *          B  .  .  .                   B  .  .  #
 *
 * With one channel, mask A closes `c` and mask B opens it.
 */

export type MaskKind = 'A' | 'B'

/**
 * The colour group of each feature: floor(j * colours / features). With a `period`, groups start anew
 * every `period` features, as in LSTM gates, where each gate holds all groups.
 */
export function colourGroups(features: number, colours: number, period = features): Uint8Array {
  return Uint8Array.from({ length: features }, (_, j) => Math.floor(((j % period) * colours) / period))
}

/** What a masked convolution may see at the pixel itself. */
export type Centre = 'open' | 'closed' | 'by-colour'

export interface ConvolutionMask {
  readonly kind: MaskKind
  /** Odd sides of the kernel. */
  readonly kernelHeight: number
  readonly kernelWidth: number
  readonly centre: Centre
  /** 0 or 1 for every entry of the kernel [kernelHeight, kernelWidth, inputs, outputs]. */
  readonly values: Float32Array
  /** Inputs that reach an output, averaged over outputs and at least 1. */
  readonly fanIn: number
}

/** The mask of a kernel between features of the given colour groups. Sides must be odd. */
export function convolutionMask(
  kind: MaskKind,
  kernelHeight: number,
  kernelWidth: number,
  inputGroups: Uint8Array,
  outputGroups: Uint8Array,
): ConvolutionMask {
  const values = new Float32Array(kernelHeight * kernelWidth * inputGroups.length * outputGroups.length)
  const centreRow = kernelHeight >> 1
  const centreColumn = kernelWidth >> 1
  const mayBeSeen = (from: number, to: number): boolean => (kind === 'A' ? from < to : from <= to)
  let entry = 0
  let open = 0
  let openAtCentre = 0
  for (let row = 0; row < kernelHeight; row++) {
    for (let column = 0; column < kernelWidth; column++) {
      const past = row < centreRow || (row === centreRow && column < centreColumn)
      const present = row === centreRow && column === centreColumn
      for (const from of inputGroups) {
        for (const to of outputGroups) {
          const seen = past || (present && mayBeSeen(from, to))
          if (seen) open++
          if (seen && present) openAtCentre++
          values[entry++] = seen ? 1 : 0
        }
      }
    }
  }
  const pairs = inputGroups.length * outputGroups.length
  const centre: Centre = openAtCentre === 0 ? 'closed' : openAtCentre === pairs ? 'open' : 'by-colour'
  return {
    kind,
    kernelHeight,
    kernelWidth,
    centre,
    values,
    fanIn: Math.max(1, open / outputGroups.length),
  }
}

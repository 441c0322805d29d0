import { describe, expect, it } from 'vitest'
import { colourGroups, convolutionMask } from './masks'

describe('colour groups', () => {
  it('split features evenly, and uneven ones by floor(j C / F)', () => {
    expect([...colourGroups(6, 3)]).toEqual([0, 0, 1, 1, 2, 2])
    expect([...colourGroups(4, 3)]).toEqual([0, 0, 1, 2])
    expect([...colourGroups(3, 1)]).toEqual([0, 0, 0])
  })

  it('start anew in every gate', () => {
    expect([...colourGroups(6, 3, 3)]).toEqual([0, 1, 2, 0, 1, 2])
  })
})

describe('a convolution mask', () => {
  const three = colourGroups(3, 3)
  const centre = (kind: 'A' | 'B'): number[] => [...convolutionMask(kind, 1, 1, three, three).values]

  it('shows at the pixel itself earlier colours (A), and the own colour too (B)', () => {
    // Rows: from R, G, B; columns: to R, G, B.
    expect(centre('A')).toEqual([0, 1, 1, 0, 0, 1, 0, 0, 0])
    expect(centre('B')).toEqual([1, 1, 1, 0, 1, 1, 0, 0, 1])
  })

  it('shows all of the past and nothing of the future', () => {
    const one = colourGroups(1, 1)
    expect([...convolutionMask('A', 3, 3, one, one).values]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0])
    expect([...convolutionMask('B', 3, 3, one, one).values]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0])
  })

  it('knows whether the centre is open, closed or open to some colours', () => {
    const one = colourGroups(1, 1)
    expect(convolutionMask('A', 7, 7, one, colourGroups(8, 1)).centre).toBe('closed')
    expect(convolutionMask('B', 3, 3, one, colourGroups(8, 1)).centre).toBe('open')
    expect(convolutionMask('B', 3, 3, three, three).centre).toBe('by-colour')
  })

  it('counts the inputs of an output, on average, and at least one', () => {
    const one = colourGroups(1, 1)
    expect(convolutionMask('A', 7, 7, one, one).fanIn).toBe(24)
    expect(convolutionMask('B', 1, 1, three, three).fanIn).toBe(2)
    expect(convolutionMask('A', 1, 1, one, one).fanIn).toBe(1)
  })
})

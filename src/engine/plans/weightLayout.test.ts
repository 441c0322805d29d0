import { expect, it } from 'vitest'
import type { Network } from '../models/network'
import { Piece } from './memory'
import { WeightLayout } from './weightLayout'
import { lineFloats } from './words'

it('packs weights one after the other, each beginning at a line, with zeros between', () => {
  const network = { parameters: [] as Network['parameters'] } as Network
  const layout = new WeightLayout(network, new Piece('shared', 0, false, true))
  const longer = Array.from({ length: lineFloats + 1 }, (_, i) => 100 + i)
  expect(layout.pack([7, 5]).offset).toBe(0)
  expect(layout.pack(longer).offset).toBe(lineFloats)
  expect(layout.pack([]).offset).toBe(3 * lineFloats)
  expect(layout.packedFloats).toBe(3 * lineFloats)
  const zeros = (count: number): number[] => Array<number>(count).fill(-1)
  const expected = [7, 5, ...zeros(lineFloats - 2), ...longer, ...zeros(lineFloats - 1)]
  expect([...layout.gatherTable()]).toEqual(expected)
})

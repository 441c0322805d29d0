import { opcodes } from '../../plans/words'
import type { Addresses } from './addresses'

/** What a word of an instruction is: a place of floats, the first of a map's three words, a table, or a number. */
type Kind = 'operand' | 'map' | 'table' | 'number'

/** Words of the instructions that programs of cells consist of, as src/kernels/sample.h has them. */
const kinds: Readonly<Record<number, readonly Kind[]>> = {
  [opcodes.cellProduct]: [
    ...(['map', 'number', 'table', 'operand', 'operand', 'table', 'number', 'table', 'number'] as const),
    ...(['operand', 'map', 'map', 'map', 'number'] as const),
  ],
  [opcodes.cellPatches]: ['map', 'number', 'number', 'table', 'map', 'number', 'number'],
  [opcodes.cellCombine]: ['map', 'map', 'map', 'table', 'number', 'number', 'number'],
  [opcodes.cellLstm]: ['map', 'map', 'map', 'table', 'operand', 'number', 'number', 'number'],
  [opcodes.cellDraw]: [
    ...(['map', 'number', 'number', 'map', 'number', 'number', 'number', 'number', 'operand'] as const),
    ...(['map', 'operand', 'number', 'number', 'number'] as const),
  ],
  [opcodes.cellFetch]: ['map', 'map', 'number'],
  [opcodes.cellJudge]: ['map', 'number', 'number', 'map', 'number', 'map'],
}

/** Words of `eachCell` before the program within. */
const eachWords = 3

/** A program of cells whose words say where in the device's memory and tables everything lies; as long as before. */
export function cellWords(program: readonly number[], addresses: Addresses): number[] {
  const words = [...program]
  for (let at = 0; at < words.length;) {
    const [opcode = 0, length = 0] = words.slice(at, at + 2)
    if (opcode === opcodes.eachCell) {
      at += eachWords
      continue
    }
    const own = kinds[opcode]
    if (!own) throw new Error(`no WebGPU kernel for instruction ${opcode}`)
    let to = at + 2
    for (const kind of own) {
      const word = words[to] ?? -1
      if (kind === 'table') words[to] = addresses.table(word)
      if (kind === 'operand' || kind === 'map') words[to] = addresses.operand(word)
      to += kind === 'map' ? 3 : 1
    }
    if (to !== at + length) throw new Error(`instruction ${opcode} has ${length} words`)
    at += length
  }
  return words
}

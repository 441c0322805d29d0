import { describe, expect, it } from 'vitest'
import { layOut, moved, touched } from './gridLayout'
import { choose, chooseAll, keepShown, nothingSelected, type Selection } from './selection'

const order = ['a', 'b', 'c', 'd', 'e']
const chosen = (selection: Selection): string[] => [...selection.ids].sort()

describe('a selection', () => {
  it('is one, some, or a range from where it began', () => {
    let now = choose(nothingSelected, order, 'b', 'alone')
    expect(chosen(now)).toEqual(['b'])
    now = choose(now, order, 'd', 'range')
    expect(chosen(now)).toEqual(['b', 'c', 'd'])
    now = choose(now, order, 'a', 'range')
    expect(chosen(now)).toEqual(['a', 'b'])
    expect(now.focus).toBe('a')
    now = choose(now, order, 'e', 'toggle')
    expect(chosen(now)).toEqual(['a', 'b', 'e'])
    now = choose(now, order, 'b', 'toggle')
    expect(chosen(now)).toEqual(['a', 'e'])
    expect(chosen(chooseAll(now, order))).toEqual(order)
  })

  it('begins a range anew where its begin is not shown', () => {
    const lost: Selection = { ids: new Set(['x']), focus: 'x', anchor: 'x' }
    expect(chosen(choose(lost, order, 'c', 'range'))).toEqual(['c'])
  })

  it('loses what is gone, and the focus goes to what took its place', () => {
    const now = choose(choose(nothingSelected, order, 'b', 'alone'), order, 'c', 'range')
    const rest = keepShown(now, ['a', 'b', 'e'], order)
    expect(chosen(rest)).toEqual(['b'])
    expect(rest).toMatchObject({ focus: 'e', anchor: 'b' })
    expect(keepShown(now, [], order)).toMatchObject({ focus: undefined })
  })
})

describe('a grid', () => {
  it('has as many columns as fit, which fill the width', () => {
    expect(layOut(1000, 150, 10, 20)).toEqual({
      columns: 6,
      tile: 158,
      tileHeight: 178,
      stepX: 168,
      stepY: 188,
    })
    expect(layOut(90, 150, 10, 20).columns).toBe(1)
  })

  it('is gone through by keys, without leaving it', () => {
    // 0 1 2 / 3 4 5 / 6 7
    const go = (index: number, move: Parameters<typeof moved>[1]): number => moved(index, move, 8, 3, 2)
    expect([go(0, 'left'), go(2, 'right'), go(7, 'right')]).toEqual([0, 3, 7])
    expect([go(1, 'up'), go(4, 'up'), go(4, 'down'), go(5, 'down'), go(6, 'down')]).toEqual([1, 1, 7, 7, 6])
    expect([go(4, 'home'), go(4, 'end')]).toEqual([0, 7])
    expect([go(1, 'pageDown'), go(7, 'pageUp'), go(4, 'pageUp')]).toEqual([7, 1, 1])
  })

  it('tells what a rectangle touches', () => {
    const layout = layOut(320, 100, 10, 0)
    expect(layout.columns).toBe(3)
    expect(touched(layout, 8, { x: 90, y: 50, width: 50, height: 80 })).toEqual([0, 1, 3, 4])
    expect(touched(layout, 8, { x: 0, y: 230, width: 500, height: 100 })).toEqual([6, 7])
    // Between two tiles.
    expect(touched(layout, 8, { x: 101, y: 10, width: 5, height: 5 })).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { WorkOrder } from './workOrder'

/** A preparation that ends when it is told to. */
function preparation() {
  let end = (): void => undefined
  let fail = (_reason: Error): void => undefined
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return { promise, end, fail }
}

describe('work in its order', () => {
  it('happens at once where nothing is waited for', () => {
    const [order, done] = [new WorkOrder(), [] as number[]]
    order.after(undefined)
    order.then(() => done.push(1))
    expect(done).toEqual([1])
    expect(order.isWaiting).toBe(false)
  })

  it('waits for all that was to be there before it, in whichever order that comes', async () => {
    const [order, done] = [new WorkOrder(), [] as number[]]
    const [first, second] = [preparation(), preparation()]
    order.after(first.promise)
    order.then(() => done.push(1))
    order.after(second.promise)
    const asked = order.ask(() => done.push(2))
    order.then(() => done.push(3))
    second.end()
    await second.promise
    expect(done).toEqual([])
    expect(order.isWaiting).toBe(true)
    first.end()
    expect(await asked).toBe(2)
    expect(done).toEqual([1, 2, 3])
    order.then(() => done.push(4))
    expect(done).toEqual([1, 2, 3, 4])
  })

  it('never happens where what it waits for fails, which is told', async () => {
    const [order, done] = [new WorkOrder(), [] as number[]]
    const first = preparation()
    order.after(first.promise)
    order.then(() => done.push(1))
    const asked = order.ask(() => done.push(2))
    first.fail(new Error('no kernel'))
    await expect(asked).rejects.toThrow('no kernel')
    order.then(() => done.push(3))
    await expect(order.ask(() => done.push(4))).rejects.toThrow('no kernel')
    expect(done).toEqual([])
  })

  it('never happens once it was dropped', async () => {
    const [order, done] = [new WorkOrder(), [] as number[]]
    const first = preparation()
    order.after(first.promise)
    order.then(() => done.push(1))
    const asked = order.ask(() => done.push(2))
    order.drop()
    await expect(asked).rejects.toThrow('not wanted')
    first.end()
    expect(await order.ask(() => done.push(3))).toBe(1)
    expect(done).toEqual([3])
  })
})

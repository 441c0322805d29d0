import { afterEach, describe, expect, it } from 'vitest'
import { useDevice } from '../plans/activeDevice'
import { useKernels } from '../plans/activeKernels'
import type { PlanDevice } from '../plans/device'
import type { Kernels } from '../plans/kernels'
import { variantsTogether } from './fillVariants'

/** A device as far as it is asked here. */
const drawing = (drawsTogether: number): PlanDevice => ({ drawsTogether }) as PlanDevice

describe('variants that are drawn together at the photo’s own size', () => {
  afterEach(() => {
    useDevice(undefined)
    useKernels(undefined)
  })

  it('are four where nothing draws more in the same time', () => {
    expect(variantsTogether()).toBe(4)
    useKernels({ threads: 2 } as Kernels)
    expect(variantsTogether()).toBe(4)
    useDevice(drawing(1))
    expect(variantsTogether()).toBe(4)
  })

  it('are as many as there are threads', () => {
    useKernels({ threads: 12 } as Kernels)
    expect(variantsTogether()).toBe(12)
  })

  it('are as many as a card draws side by side', () => {
    useKernels({ threads: 2 } as Kernels)
    useDevice(drawing(16))
    expect(variantsTogether()).toBe(16)
  })
})

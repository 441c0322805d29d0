import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Plan } from '../../src/engine/plans/plan'
import { machineFolder } from '../../src/engine/runtimes/kernels/folder'
import { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { isLibrary, type KernelLibrary } from '../../src/engine/runtimes/kernels/library'
import { nativeMemoryLimit, openNativeLibrary } from '../../src/engine/runtimes/kernels/nativeLibrary'
import { openKernels } from '../../src/engine/runtimes/kernels/openKernels'
import { coresOf, physicalCores } from '../../src/engine/runtimes/kernels/physicalCores'
import { openWasmLibrary } from '../../src/engine/runtimes/kernels/wasmLibrary'
import { randomLevels, randomWeights, tinyNetwork } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'

const network = tinyNetwork()
const weights = randomWeights(network, 1)
const [batch, height, width] = [6, 5, 4]
const pixels = randomLevels(batch * height * width, 2, 2)

describeWith(optional.kernels, 'threads of kernels', (folder) => {
  describe.each(['native', 'wasm'] as const)('%s', (kind) => {
    const library = (): KernelLibrary => {
      const found = kind === 'native' ? openNativeLibrary(folder) : openWasmLibrary(folder)
      if (!isLibrary(found)) throw new Error(found.reason)
      return found
    }

    it('work through thousands of short runs in several memories, and give the memory back', async () => {
      const kernels = await KernelThreads.start(library(), 3)
      const plans = Array.from({ length: 3 }, () => {
        const plan = new Plan(kernels, network, { batch, height, width, train: true })
        plan.setWeights(weights)
        return plan
      })
      const [first] = plans.map((plan) => plan.run(pixels, batch))
      for (let i = 0; i < 1000; i++) {
        const nats = plans[i % plans.length]?.run(pixels, batch)
        if (i % 100 === 0) expect(nats).toEqual(first)
      }
      for (const plan of plans) plan.dispose()
      expect(() => plans[0]?.run(pixels, batch)).toThrow(/memory or threads that they do not have/)
      await kernels.dispose()
    })

    it('say so where a program is not understood, on whichever thread, and go on with the next', async () => {
      const kernels = await KernelThreads.start(library(), 2)
      const memory = kernels.allocate(4096)
      const words = new Int32Array(memory.buffer, memory.base, 64)
      // Zero is no instruction; 1 with a length of 5 fills nothing with zeros.
      words.set([1, 5, -1, 0, 0], 16)
      const good = { local: 2048, program: 64, words: 5, first: 0, images: 1 }
      const bad = { ...good, program: 0, words: 2 }
      kernels.run(memory, [good, good])
      expect(() => kernels.run(memory, [good, bad])).toThrow(/status 1 on thread 1/)
      expect(() => kernels.run(memory, [bad, good])).toThrow(/status 1 on thread 0/)
      kernels.run(memory, [good, good])
      await kernels.dispose()
      expect(() => kernels.run(memory, [good, good])).toThrow(/do not have/)
    })

    it('do no call twice when they are woken for nothing', async () => {
      const kernels = await KernelThreads.start(library(), 3)
      const plan = new Plan(kernels, network, { batch, height, width, train: true })
      plan.setWeights(weights)
      plan.run(pixels, batch)
      const { control } = kernels as unknown as { control: Int32Array }
      const [generation, remaining] = [0, 1]
      // They are asleep soon; each is woken at least once.
      await expect.poll(() => Atomics.notify(control, generation)).toBe(2)
      await expect.poll(() => Atomics.notify(control, generation)).toBe(2)
      expect(Atomics.load(control, remaining)).toBe(0)
      await kernels.dispose()
    })

    it('are gone when they are disposed of', async () => {
      const before = workers()
      const kernels = await KernelThreads.start(library(), 4)
      expect(workers()).toBe(before)
      kernels.allocate(1024)
      await kernels.dispose()
      await kernels.dispose()
      expect(workers()).toBe(before)
    })

    it('say how much memory can not be had', async () => {
      const kernels = await KernelThreads.start(library(), 1)
      expect(() => kernels.allocate(2 ** 45)).toThrow(
        /This needs 32768.0 GB of memory, more than can be had here/,
      )
      await kernels.dispose()
    })
  })

  it('native kernels reach beyond 4 GiB, where arrays of bytes end', async () => {
    const library = openNativeLibrary(folder)
    if (!isLibrary(library)) throw new Error(library.reason)
    const kernels = await KernelThreads.start(library, 2)
    // Never touched but at its end, of which alone the system makes memory.
    const far = 4.25 * 2 ** 30
    const memory = kernels.allocate(far + 4096)
    const words = new Int32Array(memory.buffer, memory.base + far, 64)
    // Fills nothing with zeros; and one that is no instruction, to see that it is read there.
    words.set([1, 5, -1, 0, 0], 16)
    const good = { local: far + 2048, program: far + 64, words: 5, first: 0, images: 1 }
    kernels.run(memory, [good, good])
    expect(() => kernels.run(memory, [good, { ...good, program: far, words: 2 }])).toThrow(
      /status 1 on thread 1/,
    )
    expect(nativeMemoryLimit).toBeGreaterThan(far)
    await kernels.dispose()
  })

  describe('a library', () => {
    const made = mkdtempSync(join(tmpdir(), 'pixelloom-kernels-'))
    afterAll(() => rmSync(made, { recursive: true }))
    const place = (name: string, content: string): string => {
      const own = join(made, name)
      mkdirSync(join(own, machineFolder()), { recursive: true })
      writeFileSync(join(own, machineFolder(), 'pixelloom.node'), content)
      return own
    }

    it('that is missing is said to be missing', async () => {
      expect(await openKernels('native', { folder: made })).toEqual({
        reason: `there are no native kernels for this machine (${machineFolder()})`,
        because: { id: 'runtimes.noKernels', values: { machine: machineFolder() } },
      })
      expect(await openKernels('wasm', { folder: made })).toEqual({
        reason: 'there are no WebAssembly kernels',
        because: { id: 'runtimes.noWasmKernels', values: {} },
      })
    })

    it('that does not load is told with the reason', async () => {
      const opened = await openKernels('native', { folder: place('text', 'This is no library.') })
      expect(opened).toMatchObject({
        reason: expect.stringMatching(/^the native kernels don't load \(.+\)$/) as unknown,
      })
      const broken = join(made, 'broken', 'wasm')
      mkdirSync(broken, { recursive: true })
      writeFileSync(join(broken, 'shared.wasm'), 'nor is this')
      expect(await openKernels('wasm', { folder: join(made, 'broken') })).toEqual({
        reason: 'the WebAssembly kernels need a newer engine',
        because: { id: 'runtimes.wasmKernelsNewer', values: {} },
      })
    })

    it('of another version is not used', () => {
      const load = (): unknown => ({ abiVersion: 999, instructionSets: ['avx2'] })
      expect(openNativeLibrary(place('old', ''), undefined, load)).toEqual({
        reason: 'the native kernels are of another version of Pixelloom',
        because: { id: 'runtimes.kernelsOfAnother', values: {} },
      })
    })

    it('for other processors is not used', () => {
      expect(openNativeLibrary(folder, 'altivec')).toEqual({
        reason: 'this processor has no altivec',
        because: { id: 'runtimes.noInstructions', values: { instructions: 'altivec' } },
      })
    })

    it('without shared memory runs on one thread, and says so', async () => {
      const single = join(made, 'single', 'wasm')
      mkdirSync(single, { recursive: true })
      copyFileSync(join(folder, 'wasm', 'single.wasm'), join(single, 'single.wasm'))
      const kernels = await openKernels('wasm', { folder: join(made, 'single'), threads: 4 })
      if ('reason' in kernels) throw new Error(kernels.reason)
      expect(kernels.threads).toBe(1)
      const plan = new Plan(kernels, network, { batch, height, width, train: false })
      plan.setWeights(weights)
      const [nats = NaN] = plan.run(pixels, batch)
      expect(nats).toBeGreaterThan(0)
    })
  })
})

describe('cores', () => {
  it('are counted once, however many threads each has', () => {
    const processor = (number: number, socket: number, core: number): string =>
      `processor\t: ${number}\nphysical id\t: ${socket}\ncore id\t\t: ${core}\n`
    const list = [processor(0, 0, 0), processor(1, 0, 1), processor(2, 0, 0), processor(3, 1, 0)]
    expect(coresOf(list.join('\n'))).toBe(3)
    expect(coresOf('processor\t: 0\nmodel name\t: one that tells no cores\n')).toBeUndefined()
    expect(physicalCores()).toBeGreaterThan(0)
  })
})

/** Threads that would keep this process alive. */
function workers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker').length
}

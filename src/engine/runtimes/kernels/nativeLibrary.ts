import { constants } from 'node:buffer'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Missing, missing } from '../missing'
import { abiVersion, type KernelLibrary } from './library'
import { machineFolder } from './folder'

/** What src/kernels/addon.c exports. */
interface Addon {
  readonly abiVersion: number
  readonly instructionSets: readonly string[]
  panel(set: number): number
  lanes(set: number): number
  misalignment(memory: Float32Array): number
  run(
    set: number,
    memory: Float32Array,
    ...[shared, local, program, words, first, images]: [number, number, number, number, number, number]
  ): number
}

/** Lines of cache, which vectors should not lie across. */
const alignment = 64

/**
 * Bytes that the addon can be handed at once: as many floats as a typed array of this JavaScript may have elements, which is
 * 16 GiB where bytes would end at 4, and as far as the words of programs reach (src/kernels/program.h).
 */
export const nativeMemoryLimit = Math.min(4 * constants.MAX_LENGTH, 2 ** 36) - 2 * alignment

/** Loads this machine's addon from a folder of kernels, for the named instruction set or the best. */
export function openNativeLibrary(
  folder: string,
  instructionSet?: string,
  load: (path: string) => unknown = createRequire(import.meta.url),
): KernelLibrary | Missing {
  const path = join(folder, machineFolder(), 'pixelloom.node')
  if (!existsSync(path)) return missing('runtimes.noKernels', { machine: machineFolder() })
  let addon: Addon
  try {
    addon = load(path) as Addon
  } catch (thrown) {
    const [system = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')
    return missing('runtimes.kernelsFail', { system })
  }
  if (addon.abiVersion !== abiVersion) return missing('runtimes.kernelsOfAnother', {})
  const set = instructionSet === undefined ? 0 : addon.instructionSets.indexOf(instructionSet)
  const name = addon.instructionSets[set]
  if (name === undefined) {
    return missing('runtimes.noInstructions', { instructions: instructionSet ?? 'fitting instructions' })
  }
  return {
    kind: 'native',
    instructionSet: name,
    panel: addon.panel(set),
    lanes: addon.lanes(set),
    sharesMemory: true,
    source: { kind: 'native', path, set },
    allocate(bytes) {
      // Whole floats, of which the view consists.
      const buffer = new SharedArrayBuffer(alignment * (Math.ceil(bytes / alignment) + 1))
      const memory = new Float32Array(buffer)
      const base = (alignment - addon.misalignment(memory)) % alignment
      return {
        buffer,
        base,
        forThread: () => ({ shared: buffer, base }),
        attach:
          () =>
          ({ local, program, words, first, images }) =>
            addon.run(set, memory, base, base + local, base + program, words, first, images),
      }
    },
  }
}

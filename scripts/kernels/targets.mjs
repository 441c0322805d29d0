/**
 * One way to compile the kernels: an instruction set of a processor, by the names that Zig and clang have for it.
 * @typedef {{ name: string, zigCpu: string, clangFlags: readonly string[] }} InstructionSet
 */

/**
 * A system that an addon is built for. `folder` is where it lies under out/kernels, named by Node's own names.
 * @typedef {{ folder: string, triple: string, sets: readonly InstructionSet[], windows: boolean, mac: boolean }} Target
 */

/** Without the suffix, or clang's flag, vectors of 512 bits would be split in two: half the speed. */
const X64 = [
  {
    name: 'avx512',
    zigCpu: 'x86_64_v4-prefer_256_bit',
    clangFlags: ['-march=x86-64-v4', '-mprefer-vector-width=512'],
  },
  { name: 'avx2', zigCpu: 'x86_64_v3', clangFlags: ['-march=x86-64-v3'] },
  { name: 'baseline', zigCpu: 'baseline', clangFlags: ['-march=x86-64'] },
]
const ARM64 = [{ name: 'neon', zigCpu: 'baseline', clangFlags: [] }]

/**
 * @param {string} folder
 * @param {string} triple as Zig spells it
 * @returns {Target}
 */
function target(folder, triple) {
  return {
    folder,
    triple,
    sets: triple.startsWith('x86_64') ? X64 : ARM64,
    windows: triple.includes('windows'),
    mac: triple.includes('macos'),
  }
}

/** Every system that the app is packaged for. The oldest glibc that Node itself runs on. */
export const targets = [
  target('linux-x64', 'x86_64-linux-gnu.2.17'),
  target('linux-arm64', 'aarch64-linux-gnu.2.17'),
  target('linux-x64-musl', 'x86_64-linux-musl'),
  target('linux-arm64-musl', 'aarch64-linux-musl'),
  target('darwin-x64', 'x86_64-macos.11.0'),
  target('darwin-arm64', 'aarch64-macos.11.0'),
  target('win32-x64', 'x86_64-windows-gnu'),
  target('win32-arm64', 'aarch64-windows-gnu'),
]

/**
 * A WebAssembly module of the kernels: threads need shared memory, and relaxed SIMD multiplies and adds at once.
 * @typedef {{ name: string, features: readonly string[], shared: boolean }} WasmVariant
 */

/** @type {readonly WasmVariant[]} the best first */
export const wasmVariants = [
  { name: 'shared-relaxed', features: ['bulk_memory', 'simd128', 'relaxed_simd', 'atomics'], shared: true },
  { name: 'shared', features: ['bulk_memory', 'simd128', 'atomics'], shared: true },
  { name: 'single', features: ['bulk_memory', 'simd128'], shared: false },
]

/** The target that this very Node can load; undefined on a system that none is built for. */
export function ownTarget() {
  const folder = ownFolder()
  return targets.find((target) => target.folder === folder)
}

function ownFolder() {
  const name = `${process.platform}-${process.arch}`
  if (process.platform !== 'linux') return name
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime ? name : `${name}-musl`
}

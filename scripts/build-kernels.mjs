// npm run build:kernels [-- --all | --sanitize]: compiles src/kernels for this machine and for WebAssembly into
// out/kernels; with --all for every system that the app is packaged for; with --sanitize, by the clang that
// PIXELLOOM_CC names, an addon for this machine into out/kernels-sanitized that looks for its own errors.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { buildAddon } from './kernels/build.mjs'
import { findCompiler } from './kernels/compiler.mjs'
import { ensureKernels } from './kernels/ensure.mjs'
import { ownTarget, targets } from './kernels/targets.mjs'
import { requireNode } from './support/node-version.mjs'
import { repositoryRoot } from './support/paths.mjs'

/** What an addon may weigh. */
const MOST_BYTES = 1e6

requireNode()
const wanted = process.argv.slice(2)
const unknown = wanted.filter((argument) => !['--all', '--sanitize'].includes(argument))
try {
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}; there are --all and --sanitize.`)
  if (wanted.includes('--sanitize')) await buildSanitized()
  else await ensureKernels()
  if (wanted.includes('--all')) await buildAll()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function buildAll() {
  const compiler = await compilerOfKind('zig', 'Only Zig builds for other systems: leave PIXELLOOM_CC out')
  let largest = 0
  for (const target of targets) {
    const file = join('out', 'kernels', target.folder, 'pixelloom.node')
    const bytes = await buildAddon(compiler, target, join(repositoryRoot, file))
    console.log(`${(bytes / 1e3).toFixed(0).padStart(5)} kB  ${file}`)
    largest = Math.max(largest, bytes)
  }
  if (largest >= MOST_BYTES) throw new Error(`An addon may weigh ${MOST_BYTES} bytes, and one is larger.`)
}

async function buildSanitized() {
  const compiler = await compilerOfKind('clang', 'Name a clang with its sanitizers by PIXELLOOM_CC')
  const target = ownTarget()
  if (!target) throw new Error(`There are no native kernels for ${process.platform} on ${process.arch}.`)
  const folder = join(repositoryRoot, 'out', 'kernels-sanitized')
  await buildAddon(compiler, target, join(folder, target.folder, 'pixelloom.node'), { sanitize: true })
  // Whoever looks for kernels there finds a whole set of them.
  cpSync(join(repositoryRoot, 'out', 'kernels', 'wasm'), join(folder, 'wasm'), { recursive: true })
}

/**
 * @param {'zig' | 'clang'} kind
 * @param {string} advice
 */
async function compilerOfKind(kind, advice) {
  const compiler = await findCompiler()
  if ('missing' in compiler) throw new Error(`${advice}; ${compiler.missing}.`)
  if (compiler.kind !== kind) throw new Error(`${advice}.`)
  return compiler
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../support/paths.mjs'
import { buildAddon, buildWasm } from './build.mjs'
import { findCompiler } from './compiler.mjs'
import { ownTarget, wasmVariants } from './targets.mjs'

const OUT = join(repositoryRoot, 'out', 'kernels')
const STAMP = join(OUT, '.built-from')

/**
 * Compiles the kernels for this machine and for WebAssembly, unless what is there was built from these sources.
 * Where there is no compiler, or none for this system, the app runs without; that is said in a sentence. Throws
 * where the sources don't compile.
 */
export async function ensureKernels() {
  const compiler = await findCompiler()
  if ('missing' in compiler) {
    console.error(
      `The kernels were not compiled: ${compiler.missing}. Pixelloom runs without them, only slower.`,
    )
    return
  }
  const target = ownTarget()
  const results = [
    ...(target ? [join(OUT, target.folder, 'pixelloom.node')] : []),
    ...wasmVariants.map(({ name }) => join(OUT, 'wasm', `${name}.wasm`)),
  ]
  const stamp = `${fingerprint()} ${compiler.kind} ${compiler.version} ${target?.folder ?? ''}\n`
  const built = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp
  if (built && results.every((file) => existsSync(file))) return
  rmSync(STAMP, { force: true })
  mkdirSync(OUT, { recursive: true })
  if (target) await buildAddon(compiler, target, join(OUT, target.folder, 'pixelloom.node'))
  else console.error(`There are no native kernels for ${process.platform} on ${process.arch}.`)
  for (const variant of wasmVariants) {
    await buildWasm(compiler, variant, join(OUT, 'wasm', `${variant.name}.wasm`))
  }
  writeFileSync(STAMP, stamp)
}

/** Stands for all that the kernels are built from and how. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const folder of ['src/kernels', 'scripts/kernels']) {
    for (const name of readdirSync(join(repositoryRoot, folder)).sort()) {
      hash.update(`${name}\n`).update(readFileSync(join(repositoryRoot, folder, name)))
    }
  }
  return hash.digest('hex')
}

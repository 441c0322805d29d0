import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { addonPath } from '../../../engine/runtimes/tensorflow/manifest'
import { failure } from '../../../shared/errors'
import { packageFolder } from './bindings'
import { runProgram } from './command'
import { failureOf } from './failures'
import type { FoundLibrary, InstallContext } from './library'

/**
 * Compiles the addon against the library's own headers. It uses Node-API alone, whose functions are the same in every
 * Node and Electron of today, so that one file serves them all.
 */
export async function compileAddon(context: InstallContext, found: FoundLibrary): Promise<void> {
  const { folder, signal, progress } = context
  progress({ stage: 'compiling' })
  if (process.platform === 'win32') {
    throw failure('tensorflow.windows', {})
  }
  if (!existsSync(join(found.include, 'tensorflow', 'c', 'eager', 'c_api.h'))) {
    throw failure('tensorflow.noHeaders', { path: found.include }, found.include)
  }
  const compiler = await findCompiler(signal)
  const addon = join(folder, ...addonPath)
  await mkdir(dirname(addon), { recursive: true })
  const sources = packageFolder(folder, '@tensorflow/tfjs-node')
  const libraries = (await readdir(found.library)).filter((name) => isLibrary.test(name))
  if (libraries.length === 0) {
    throw failure('tensorflow.noLibrary', { path: found.library }, found.library)
  }
  const onMac = process.platform === 'darwin'
  // What moves with the addon is looked for beside it; a Python's stays where that Python is.
  const here = onMac ? '@loader_path' : '$ORIGIN'
  const place = found.own ? `${here}/${relative(dirname(addon), found.library)}` : found.library
  const ran = await runProgram(
    compiler,
    [
      ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
      ...(onMac ? ['-undefined', 'dynamic_lookup'] : []),
      ...[
        `-I${found.include}`,
        `-I${join(packageFolder(folder, 'node-api-headers'), 'include')}`,
        `-I${sources}`,
      ],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sources, 'binding', name)),
      ...libraries.map((name) => join(found.library, name)),
      ...[`-Wl,-rpath,${place}`, '-o', addon],
    ],
    { signal, environment: { TMPDIR: folder } },
  )
  if (!ran || ran.status !== 0)
    throw failureOf(`compile the addon with ${compiler}`, ran ?? { stdout: '', stderr: '' })
}

/** The libraries by the names under which programs look for them. */
const isLibrary = /^libtensorflow(?:_cc|_framework)?\.(?:so\.2|2\.dylib)$/

async function findCompiler(signal: AbortSignal): Promise<string> {
  const named = process.env['CXX']
  for (const name of named ? [named] : ['c++', 'g++', 'clang++']) {
    if ((await runProgram(name, ['--version'], { signal }))?.status === 0) return name
  }
  throw failure(process.platform === 'darwin' ? 'tensorflow.noCompilerOnMac' : 'tensorflow.noCompiler', {})
}

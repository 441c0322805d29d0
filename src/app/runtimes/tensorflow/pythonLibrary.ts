import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nvidiaCards } from '../../../engine/runtimes/tensorflow/card'
import { failure } from '../../../shared/errors'
import { runProgram } from './command'
import { failureOf } from './failures'
import type { FoundLibrary, InstallContext } from './library'

/** What a Python says about itself and its TensorFlow, without loading it. */
const question = `
import importlib.metadata as m, importlib.util as u, json, os
def version(*names):
    for n in names:
        try: return m.version(n)
        except m.PackageNotFoundError: pass
s = u.find_spec("tensorflow")
print(json.dumps({
    "tensorflow": version("tensorflow", "tensorflow-cpu", "tensorflow-rocm", "tensorflow-macos", "tf-nightly") if s and s.origin else None,
    "folder": os.path.realpath(os.path.dirname(s.origin)) if s and s.origin else None,
    "pip": version("pip"),
}))`

interface PythonAnswer {
  readonly tensorflow: string | null
  readonly folder: string | null
  readonly pip: string | null
}

/** Bytes that pip needs at its height: a package, and what it unpacks to. */
const pipNeeds = 3e9
const cudaNeeds = 12e9

/**
 * The library inside the TensorFlow of a person's Python, which stays where it is; where that Python has none, pip
 * fetches it into `context.folder`, and nothing is changed in the Python.
 */
export async function libraryOfPython(
  context: InstallContext,
  python: string | undefined,
): Promise<FoundLibrary> {
  const { path, answer } = await findPython(context, python)
  if (answer.folder && answer.tensorflow) {
    const include = join(answer.folder, 'include')
    return { version: answer.tensorflow, library: answer.folder, include, own: false }
  }
  if (!answer.pip) {
    throw failure('tensorflow.noPip', { path }, path)
  }
  return fetchByPip(context, path, answer.pip)
}

async function findPython(
  { signal }: InstallContext,
  python: string | undefined,
): Promise<{ path: string; answer: PythonAnswer }> {
  const candidates = python ? [python] : ['python3', 'python']
  for (const path of candidates) {
    const ran = await runProgram(path, ['-c', question], { signal })
    if (!ran) continue
    if (ran.status === 0) return { path, answer: JSON.parse(ran.stdout) as PythonAnswer }
    throw failure('tensorflow.oldPython', { path }, path)
  }
  if (python) throw failure('tensorflow.noPythonAt', { path: python }, python)
  throw failure('tensorflow.noPython', {})
}

async function fetchByPip(context: InstallContext, python: string, pip: string): Promise<FoundLibrary> {
  const onCard = nvidiaCards().length > 0
  await context.mustFit(onCard ? cudaNeeds : pipNeeds)
  // On a machine with a card the package brings CUDA's libraries along, else the library alone is enough.
  const cpuPackage = process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow'
  const wanted = onCard ? ['tensorflow[and-cuda]'] : ['--no-deps', cpuPackage]
  const target = join(context.folder, 'library')
  const [major = 0, minor = 0] = pip.split('.').map(Number)
  const raw = major > 24 || (major === 24 && minor >= 1)
  let [before, current, total] = [0, 0, 0]
  const ran = await runProgram(
    python,
    [
      ...[
        '-m',
        'pip',
        'install',
        '--target',
        target,
        '--no-compile',
        '--no-cache-dir',
        '--only-binary',
        ':all:',
      ],
      ...['--disable-pip-version-check', '--no-input', '--progress-bar', raw ? 'raw' : 'off', ...wanted],
    ],
    {
      signal: context.signal,
      environment: { TMPDIR: context.folder, PIP_NO_COLOR: '1' },
      line(text) {
        const size = /Downloading .*\(([\d.]+) (kB|MB|GB)\)/.exec(text)
        const step = /^Progress (\d+) of (\d+)/.exec(text)
        if (size) {
          before += current
          ;[current, total] = [
            0,
            Number(size[1]) * { kB: 1e3, MB: 1e6, GB: 1e9 }[size[2] as 'kB' | 'MB' | 'GB'],
          ]
        } else if (step) {
          ;[current, total] = [Number(step[1]), Number(step[2])]
        } else return
        context.progress({ stage: 'library', done: before + current, total: before + total })
      },
    },
  )
  if (!ran || ran.status !== 0) {
    throw failureOf('fetch TensorFlow with pip', ran ?? { stdout: '', stderr: '' })
  }
  const version = /tensorflow(?:[-_]cpu)?-(\d[\w.]*)/.exec(
    /Successfully installed (.*)/.exec(ran.stdout)?.[1] ?? '',
  )
  const library = join(target, 'tensorflow')
  return {
    version: version?.[1] ?? 'unknown',
    library,
    include: join(library, 'include'),
    own: true,
    // Of a gigabyte of Python only the libraries are needed from then on.
    trim: () => keepLibraries(target),
  }
}

async function keepLibraries(target: string): Promise<void> {
  for (const name of await readdir(target)) {
    if (name === 'tensorflow' || name === 'nvidia') continue
    await rm(join(target, name), { recursive: true, force: true })
  }
  const inside = join(target, 'tensorflow')
  for (const name of await readdir(inside)) {
    if (/\.(?:so|dylib)(?:\.|$)/.test(name)) continue
    await rm(join(inside, name), { recursive: true, force: true })
  }
}

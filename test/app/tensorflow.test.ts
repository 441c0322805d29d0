import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import type { InstallProgress } from '../../src/shared/tensorflow'
import {
  createTensorflowStore,
  type TensorflowStore,
} from '../../src/app/runtimes/tensorflow/tensorflowStore'
import { createEngine } from '../../src/engine/hosts/client'
import { forkEngine } from '../../src/engine/hosts/node/fork'
import { createNodeStorage } from '../../src/engine/hosts/node/storage'
import { describeWith, optional, root } from '../support/optional'
import { temporaryFolder } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'

const entry = join(root, 'out', 'main', 'engine.js')
/** A port that nobody listens on. */
const nowhere = 'http://127.0.0.1:9'

function storeIn(dataFolder: string, free?: number): TensorflowStore {
  const storage = createNodeStorage()
  return createTensorflowStore({
    ...{ dataFolder, spawn: forkEngine(entry) },
    storage: free === undefined ? storage : { free: () => Promise.resolve(free) },
  })
}

interface Attempt {
  readonly store: TensorflowStore
  readonly folder: string
  readonly stages: InstallProgress[]
  install(options?: {
    from?: 'python' | 'download'
    python?: string
    at?: (progress: InstallProgress, cancel: () => void) => void
  }): ReturnType<TensorflowStore['install']>
  /** What lies where versions lie. */
  left(): Promise<string[]>
}

async function attempt(free?: number): Promise<Attempt> {
  const dataFolder = await temporaryFolder()
  const folder = join(dataFolder, 'runtimes', 'tensorflow')
  const store = storeIn(dataFolder, free)
  const stages: InstallProgress[] = []
  return {
    ...{ store, folder, stages },
    install({ from = 'python', python, at } = {}) {
      const controller = new AbortController()
      return store.install({
        ...{ from, python, signal: controller.signal },
        progress(progress) {
          stages.push(progress)
          at?.(progress, () => controller.abort())
        },
      })
    },
    left: () => readdir(folder).catch(() => []),
  }
}

/** A program of a few lines of shell. */
async function script(name: string, lines: string): Promise<string> {
  const path = join(await temporaryFolder(), name)
  await writeFile(path, `#!/bin/sh\n${lines}\n`)
  await chmod(path, 0o755)
  return path
}

/** A Python that says it has a TensorFlow, of which there are but the names of its files. */
async function standInPython(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'include', 'tensorflow', 'c', 'eager'), { recursive: true })
  await writeFile(join(folder, 'include', 'tensorflow', 'c', 'eager', 'c_api.h'), '')
  await writeFile(join(folder, 'libtensorflow_cc.so.2'), '')
  return script('python3', `echo '${JSON.stringify({ tensorflow: '2.99.0', folder, pip: '24.1' })}'`)
}

afterEach(() => vi.unstubAllEnvs())

describe('what TensorFlow can not be installed from', () => {
  it('is named: no Python, no pip, no archive, no network, no space', async () => {
    const { install, left } = await attempt()
    await expect(install({ python: '/nowhere/python' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no Python at /nowhere/python. Check the path.',
    })
    const bare = await script('python3', `echo '{"tensorflow": null, "folder": null, "pip": null}'`)
    await expect(install({ python: bare })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('neither TensorFlow nor pip') as string,
    })
    vi.stubEnv('PIXELLOOM_TENSORFLOW_ARCHIVES', nowhere)
    await expect(install({ from: 'download' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(
        /can't be fetched from 127\.0\.0\.1:9: the network.*--from python\.$/,
      ) as string,
    })
    vi.stubEnv('npm_config_registry', nowhere)
    vi.stubEnv('npm_config_fetch_retries', '0')
    vi.stubEnv('npm_config_cache', await temporaryFolder())
    await expect(install({ python: await standInPython() })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining("the network can't be reached") as string,
    })
    expect(await left()).toEqual([])
  })

  it('is a disk without room for it, which is known before anything is fetched', async () => {
    const { install, left, stages } = await attempt(1e6)
    await expect(install()).rejects.toMatchObject({
      code: 'disk',
      message: expect.stringMatching(/^There is no space left.*20 MB.*1 MB are free/) as string,
    })
    expect([await left(), stages]).toEqual([[], []])
  })

  it('is a pip that fetches nothing, or fills the disk', async () => {
    const { install, left } = await attempt()
    const answer = `if [ "$1" = -c ]; then echo '{"tensorflow": null, "folder": null, "pip": "24.1"}'; exit 0; fi`
    const offline = await script(
      'python3',
      `${answer}\necho 'WARNING: Retrying: Failed to establish a new connection' >&2; exit 1`,
    )
    await expect(install({ python: offline })).rejects.toMatchObject({ code: 'not-found' })
    const full = await script(
      'python3',
      `${answer}\necho 'Progress 5 of 10'\necho "ERROR: [Errno 28] No space left on device" >&2; exit 1`,
    )
    const second = await attempt()
    await expect(second.install({ python: full })).rejects.toMatchObject({ code: 'disk' })
    expect(second.stages).toContainEqual({ stage: 'library', done: 5, total: 10 })
    expect([await left(), await second.left()]).toEqual([[], []])
  })
})

describe('what is removed', () => {
  it('comes back as it was, until it is tidied up', async () => {
    const { store, folder } = await attempt()
    const manifest = {
      ...{
        format: 1,
        tensorflow: '2.99.0',
        bindings: '4.22.0',
        platform: process.platform,
        arch: process.arch,
      },
      ...{ from: 'python', library: '/x', bytes: 7 },
    }
    await mkdir(join(folder, '2.99.0'), { recursive: true })
    await writeFile(join(folder, '2.99.0', 'runtime.json'), JSON.stringify(manifest))
    const { app } = await openTestApp({ tensorflow: store })
    const installed = { version: '2.99.0', from: 'python', bytes: 7 }
    expect(valueOf(await app.invoke('tensorflow.status', {})).installed).toEqual(installed)
    const { trashId } = valueOf(await app.invoke('tensorflow.remove', {}))
    expect(valueOf(await app.invoke('tensorflow.status', {})).installed).toBeUndefined()
    expect(await app.invoke('tensorflow.remove', {})).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
    expect(valueOf(await app.invoke('tensorflow.restore', { trashId })).installed).toEqual(installed)
    const again = await store.remove()
    await store.tidy()
    await expect(store.restore(again)).rejects.toMatchObject({ code: 'not-found' })
    expect(await readdir(folder)).toEqual([])
  })
})

describeWith(optional.tensorflowPython, 'installing TensorFlow', (python) => {
  it('builds it from a Python, tries it, and gives it to engine processes', async () => {
    const { install, left, stages, store, folder } = await attempt()
    const { version, bytes, from } = await install({ python })
    expect(stages.map(({ stage }) => stage)).toEqual(['library', 'bindings', 'compiling', 'verifying'])
    expect([await left(), from, bytes > 1e5]).toEqual([[version], 'python', true])
    expect(store.installed()).toEqual({ version, bytes, from })
    const engine = createEngine(forkEngine(entry, { PIXELLOOM_TENSORFLOW: folder }))
    const configuration: ModelConfiguration = {
      ...{ channels: 1, levels: 2, size: 4, hidden: 2, layers: 1, outputFeatures: 2 },
      ...{ architecture: 'pixelcnn', residual: true, skip: false },
    }
    const { finished } = engine.run(
      { kind: 'bench', configuration, what: 'forward', batch: 1, runs: 1, runtime: 'tensorflow' },
      { event: () => undefined },
    )
    expect(await finished).toMatchObject({ state: 'done' })
    await engine.close()
  })

  it('builds it from an archive that a server sends', async () => {
    const library = execFileSync(
      python,
      ['-c', 'import importlib.util as u, os; print(os.path.dirname(u.find_spec("tensorflow").origin))'],
      { encoding: 'utf8' },
    ).trim()
    const place = await temporaryFolder()
    await mkdir(join(place, 'lib'))
    await symlink(join(library, 'include'), join(place, 'include'))
    for (const name of await readdir(library)) {
      if (/^libtensorflow.*\.(?:so\.2|2\.dylib)$/.test(name))
        await symlink(join(library, name), join(place, 'lib', name))
    }
    execFileSync('tar', ['-czf', join(place, 'archive.tar.gz'), '-C', place, 'include', 'lib'])
    const archive = await readFile(join(place, 'archive.tar.gz'))
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-length', archive.length).end(archive)
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await vi.waitFor(() => expect(server.listening).toBe(true))
    vi.stubEnv('PIXELLOOM_TENSORFLOW_ARCHIVES', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const { install, left, stages } = await attempt()
    const { version, from } = await install({ from: 'download' })
    expect([await left(), from]).toEqual([[version], 'download'])
    expect(asked).toEqual([expect.stringMatching(/^\/libtensorflow-/)])
    expect(stages).toContainEqual({ stage: 'library', done: archive.length, total: archive.length })
  })

  it('leaves nothing where it is cancelled, needs a compiler, or the disk fills up', async () => {
    const { install, left, store } = await attempt()
    const cancelling = install({ python, at: ({ stage }, cancel) => stage === 'compiling' && cancel() })
    await expect(
      store.install({ from: 'python', signal: new AbortController().signal, progress: () => undefined }),
    ).rejects.toMatchObject({ code: 'unsupported' })
    await expect(cancelling).rejects.toMatchObject({ code: 'cancelled' })
    vi.stubEnv('CXX', '/nowhere/c++')
    await expect(install({ python })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('needs a C++ compiler, and there is none') as string,
    })
    const filling = await script(
      'c++',
      '[ "$1" = --version ] && exit 0\necho "fatal error: error writing to /tmp/x.s: No space left on device" >&2; exit 1',
    )
    vi.stubEnv('CXX', filling)
    await expect(install({ python })).rejects.toMatchObject({ code: 'disk' })
    expect([await left(), store.installed()]).toEqual([[], undefined])
  })

  it('does not offer what trains no step', async () => {
    const { install, left } = await attempt()
    // It compiles to a file that no process can load.
    const empty = await script('c++', '[ "$1" = --version ] && exit 0\nfor last; do :; done; : > "$last"')
    vi.stubEnv('CXX', empty)
    await expect(install({ python })).rejects.toMatchObject({
      code: 'runtime-unavailable',
      message: expect.stringMatching(/^TensorFlow was built, but trains no step: /) as string,
    })
    expect(await left()).toEqual([])
  })

  it('is nothing yet after it was killed, and the next start removes what it left', async () => {
    const { left, store, folder } = await attempt()
    const data = join(folder, '..', '..')
    const cli = join(root, 'out', 'main', 'cli.js')
    const child: ChildProcess = spawn(
      process.execPath,
      [cli, 'runtimes', 'install', 'tensorflow', '--python', python, '--data-folder', data],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let said = ''
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()))
    await vi.waitFor(() => expect(said).toContain('Compiling'), { timeout: 60_000, interval: 50 })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(store.installed()).toBeUndefined()
    expect(await left()).toEqual([expect.stringMatching(/^\.installing-/)])
    // What it started may still write there for a moment.
    await vi.waitFor(
      async () => {
        await store.tidy()
        expect(await left()).toEqual([])
      },
      { timeout: 60_000, interval: 500 },
    )
  })
})

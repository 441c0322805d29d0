import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sharedTfjs } from '../../../engine/runtimes/tensorflow/manifest'
import { failure } from '../../../shared/errors'
import { runProgram } from './command'
import { failureOf } from './failures'
import type { InstallContext } from './library'

export const bindingsVersion = '4.22.0'

interface Package {
  readonly name: string
  readonly version: string
  /** Of the file that npm sends: what else comes is not used. */
  readonly sha512: string
}

const bindings: Package = {
  name: '@tensorflow/tfjs-node',
  version: bindingsVersion,
  sha512: 'uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==',
}
const protobuf: Package = {
  name: 'google-protobuf',
  version: '3.21.4',
  sha512: 'MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==',
}
const nodeHeaders: Package = {
  name: 'node-api-headers',
  version: '1.9.0',
  sha512: '2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
}
const packages = [bindings, protobuf, nodeHeaders]

/** Folder of an npm package in an installed folder. */
export function packageFolder(folder: string, name: string): string {
  return join(folder, 'node_modules', ...name.split('/'))
}

/**
 * Fetches the package with TensorFlow's kernels for tfjs and what it and its sources need, by npm: three files of 300
 * KB. Nothing in them is run. Its own `@tensorflow/tfjs` is not fetched: it gets the engine's.
 */
export async function fetchBindings({ folder, signal, progress }: InstallContext): Promise<void> {
  progress({ stage: 'bindings' })
  const place = join(folder, 'packages')
  await mkdir(place)
  const named = packages.map(({ name, version }) => `${name}@${version}`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const ran = await runProgram(npm, ['pack', '--json', '--pack-destination', place, ...named], {
    signal,
    // Run anywhere else, npm would read that folder's own settings.
    cwd: place,
  })
  if (!ran) {
    throw failure('tensorflow.noNpm', {})
  }
  if (ran.status !== 0) throw failureOf("fetch TensorFlow's bindings by npm", ran)
  for (const each of packages) await unpack(each, place, folder, signal)
  await rm(place, { recursive: true })
  for (const name of ['@tensorflow/tfjs', '@tensorflow/tfjs-core']) {
    await mkdir(packageFolder(folder, name), { recursive: true })
    const script = `module.exports = globalThis[Symbol.for('${sharedTfjs}')]\n`
    await writeFile(join(packageFolder(folder, name), 'index.js'), script)
  }
}

async function unpack(
  { name, version, sha512 }: Package,
  place: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const file = join(place, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
  if (
    createHash('sha512')
      .update(await readFile(file))
      .digest('base64') !== sha512
  ) {
    throw failure('tensorflow.notPublished', { name, version }, name)
  }
  const to = packageFolder(folder, name)
  await mkdir(to, { recursive: true })
  const ran = await runProgram('tar', ['-xzf', file, '-C', to, '--strip-components=1'], { signal })
  if (!ran) throw failure('tensorflow.noTar', {})
  if (ran.status !== 0) throw failureOf(`unpack ${name}`, ran)
}

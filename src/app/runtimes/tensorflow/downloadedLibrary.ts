import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { systemCode } from '../../../engine/hosts/node/fileErrors'
import { nvidiaCards } from '../../../engine/runtimes/tensorflow/card'
import { failure, PixelloomError } from '../../../shared/errors'
import { cancelled, runProgram } from './command'
import { diskFull, failureOf } from './failures'
import type { FoundLibrary, InstallContext } from './library'

/** The newest library for C that the makers of TensorFlow offer as an archive. */
export const archiveVersion = '2.18.0'
const makersFolder = `https://storage.googleapis.com/tensorflow/versions/${archiveVersion}`

/** Bytes that the unpacked library takes for each of the archive. */
const unpacks = 5

/** TensorFlow's library for C, from its makers' own archive or another folder that has it. */
export async function downloadLibrary(
  context: InstallContext,
  from: string = process.env['PIXELLOOM_TENSORFLOW_ARCHIVES'] || makersFolder,
): Promise<FoundLibrary> {
  const url = `${from}/${archiveName()}`
  const archive = join(context.folder, 'library.tar.gz')
  await fetchTo(context, url, archive)
  const library = join(context.folder, 'library')
  await mkdir(library)
  const ran = await runProgram('tar', ['-xzf', archive, '-C', library], { signal: context.signal })
  if (!ran) throw failure('tensorflow.noTarForArchive', {})
  if (ran.status !== 0) throw failureOf(`unpack what ${url} sent`, ran)
  await rm(archive)
  const include = join(library, 'include')
  return {
    version: await versionIn(include),
    library: join(library, 'lib'),
    include,
    own: true,
    trim: () => rm(include, { recursive: true }),
  }
}

function archiveName(): string {
  const { platform, arch } = process
  if (platform === 'linux' && arch === 'x64') {
    return `libtensorflow-${nvidiaCards().length > 0 ? 'gpu' : 'cpu'}-linux-x86_64.tar.gz`
  }
  if (platform === 'darwin') return `libtensorflow-cpu-darwin-${arch === 'arm64' ? 'arm64' : 'x86_64'}.tar.gz`
  throw failure('tensorflow.noArchive', { platform, arch })
}

async function fetchTo(
  { signal, progress, mustFit }: InstallContext,
  url: string,
  path: string,
): Promise<void> {
  try {
    const response = await fetch(url, { signal })
    if (!response.ok || !response.body) {
      throw failure('tensorflow.answers', { url, status: response.status }, url)
    }
    const total = Number(response.headers.get('content-length')) || undefined
    await mustFit((total ?? 0) * (1 + unpacks))
    let done = 0
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        done += chunk.length
        progress({ stage: 'library', done, ...(total !== undefined && { total }) })
        next(null, chunk)
      },
    })
    await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(path))
    if (total !== undefined && done !== total) throw new TypeError('the connection was cut')
  } catch (thrown) {
    if (signal.aborted) throw cancelled()
    if (thrown instanceof PixelloomError) throw thrown
    if (systemCode(thrown) === 'ENOSPC') throw diskFull()
    throw failure('tensorflow.unreachable', { host: new URL(url).host }, url, { cause: thrown })
  }
}

/** The library says which version it is in a header; older ones don't, and have the archive's. */
async function versionIn(include: string): Promise<string> {
  const text = await readFile(
    join(include, 'tensorflow', 'core', 'public', 'release_version.h'),
    'utf8',
  ).catch(() => '')
  const part = (name: string): string | undefined =>
    new RegExp(`#define TF_${name}_VERSION (\\d+)`).exec(text)?.[1]
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(part)
  return parts.every((each) => each !== undefined) ? parts.join('.') : archiveVersion
}

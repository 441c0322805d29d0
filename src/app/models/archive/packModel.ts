import type { Storage } from '../../../engine/host'
import { checksum } from '../../../engine/storage/checksum'
import { readModelFolder } from '../../../engine/storage/modelFolder'
import { archiveVersion, manifestName, partLimits, type Manifest } from './manifest'
import { encodeTar, type TarFile } from './tar'

/**
 * A model folder as one file: an uncompressed tar (weights don't get smaller) of a manifest with checksums, `model.json`,
 * weights and the training curve. The same model gives the same bytes. A damaged one is refused, as `readModelFolder` has it.
 */
export async function packModel(storage: Storage, folder: string, id: string): Promise<Uint8Array> {
  await readModelFolder({ storage }, folder)
  const files: TarFile[] = []
  for (const name of partLimits.keys()) {
    const path = storage.join(folder, name)
    if ((await storage.kind(path)) === 'file') files.push({ name, bytes: await storage.read(path) })
  }
  const manifest: Manifest = {
    format: 'pixelloom-model',
    version: archiveVersion,
    id,
    files: await Promise.all(
      files.map(async ({ name, bytes }) => ({ name, bytes: bytes.length, checksum: await checksum(bytes) })),
    ),
  }
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  return encodeTar([{ name: manifestName, bytes: new TextEncoder().encode(text) }, ...files])
}

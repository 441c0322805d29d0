import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compressPicture, createCodec, openCompressed } from '../../src/engine/codec/compress'
import { readModelFolder } from '../../src/engine/storage/modelFolder'
import { host } from '../jobs/support'
import { root } from '../support/optional'

// Written once, on one machine, by the first version. Whatever machine and version runs this must read these
// files, and write the very same bytes while `exactVersion` stays what it is.
it.each(['grey', 'colour', 'row-lstm', 'diagonal-bilstm'])(
  'the saved %s image is restored, and compressed to the same bytes again',
  async (name) => {
    const folder = join(root, 'test', 'fixtures', 'codec', name)
    const codec = await createCodec(await readModelFolder(host, folder))
    const file = join(folder, 'image.plm')
    const saved = new Uint8Array(readFileSync(file))
    const picture = await host.pixels.decode(join(folder, 'image.png'))
    expect(await openCompressed(codec, saved, file).decompress()).toEqual(picture)
    const { bytes } = await compressPicture(codec, picture, file)
    expect(Buffer.from(bytes).equals(Buffer.from(saved))).toBe(true)
  },
)

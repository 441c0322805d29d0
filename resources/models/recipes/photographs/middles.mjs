#!/usr/bin/env node
// The middle square of photographs, reduced: a small folder of a person's own, to teach a bundled model.
//
//     node resources/models/recipes/photographs/middles.mjs PHOTOGRAPHS OUT [--size 32] [--count 200]
//
// Where there are more than --count, as many are taken from among all of them at even distances.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { photographsIn } from './photographsIn.mjs'

const {
  values,
  positionals: [photographs, out],
} = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: '32' }, count: { type: 'string', default: '200' } },
})
if (photographs === undefined || out === undefined) {
  console.error('Name two folders: node resources/models/recipes/photographs/middles.mjs PHOTOGRAPHS OUT')
  process.exit(2)
}
const [size, most] = [Number(values.size), Number(values.count)]
const files = photographsIn(photographs)
const count = Math.min(most, files.length)
const target = resolve(out)
const fresh = `${target}.new`
rmSync(fresh, { recursive: true, force: true })
mkdirSync(fresh, { recursive: true })
for (let k = 0; k < count; k++) {
  const file = files[Math.floor((k * files.length) / count)] ?? ''
  await sharp(join(photographs, file))
    .rotate()
    .flatten()
    .toColourspace('srgb')
    .resize(size, size, { fit: 'cover' })
    .png()
    .toFile(join(fresh, `${String(k).padStart(4, '0')}.png`))
}
rmSync(target, { recursive: true, force: true })
renameSync(fresh, target)
console.log(`${count} squares of ${size} x ${size} are in ${target}.`)

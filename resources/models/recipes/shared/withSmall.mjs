import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A Multi-Scale model with a whole model in the place of its small one, in a folder beside its own: the large network was
 * trained given true small images (models.md, "Multi-Scale"), so any model of them goes with it. The conditioning network
 * that it may have comes along, and `around` tells by its weights which model it was.
 *
 * @param {string} folder of the Multi-Scale model
 * @param {string} smallFolder of a model of as large images, channels and levels as its small one
 * @returns {string} the new folder
 */
export function withSmall(folder, smallFolder) {
  const document = documentOf(folder)
  const {
    architecture,
    channels,
    levels,
    size,
    hidden,
    layers,
    outputFeatures,
    residual,
    skip,
    conditioner,
  } = documentOf(smallFolder)
  for (const [name, value] of Object.entries({ channels, levels, size })) {
    if (document.small[name] !== value) {
      throw new Error(`The small model needs ${name} ${document.small[name]}; ${smallFolder} has ${value}.`)
    }
  }
  const own = tensorsOf(folder).filter(({ name }) => !name.startsWith('small.'))
  const small = tensorsOf(smallFolder).map((tensor) => ({ ...tensor, name: `small.${tensor.name}` }))
  const weights = safetensors([...own, ...small])
  const shape = { architecture, channels, levels, size, hidden, layers, outputFeatures, residual, skip }
  const out = `${folder}-whole`
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'weights.safetensors'), weights)
  const changed = {
    ...document,
    small: { ...shape, ...(conditioner && { conditioner }) },
    around: checksum(readFileSync(join(smallFolder, 'weights.safetensors'))),
    checksum: checksum(weights),
  }
  writeFileSync(join(out, 'model.json'), `${JSON.stringify(changed, null, 2)}\n`)
  return out
}

function checksum(/** @type {Buffer} */ bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function documentOf(/** @type {string} */ folder) {
  return JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))
}

/** @typedef {{ name: string, dtype: string, shape: number[], bytes: Buffer }} Tensor as it lies in the file */

/** @returns {Tensor[]} */
function tensorsOf(/** @type {string} */ folder) {
  const file = readFileSync(join(folder, 'weights.safetensors'))
  const body = 8 + Number(file.readBigUInt64LE(0))
  /** @type {Record<string, { dtype: string, shape: number[], data_offsets: [number, number] }>} */
  const header = JSON.parse(file.toString('utf8', 8, body))
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => ({
        ...{ name, dtype, shape, bytes: file.subarray(body + from, body + to) },
      }),
    )
}

/** Tensors as a safetensors file: floats of four bytes before those of two, so that each begins at a multiple of its size. */
function safetensors(/** @type {Tensor[]} */ tensors) {
  const ordered = [...tensors].sort(
    (a, b) => (b.dtype === 'F32' ? 1 : 0) - (a.dtype === 'F32' ? 1 : 0) || (a.name < b.name ? -1 : 1),
  )
  /** @type {Record<string, unknown>} */
  const header = {}
  let at = 0
  for (const { name, dtype, shape, bytes } of ordered) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] }
    at += bytes.length
  }
  const text = Buffer.from(JSON.stringify(header))
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, ...ordered.map(({ bytes }) => bytes)])
}

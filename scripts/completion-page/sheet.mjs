import sharp from 'sharp'

/** @typedef {import('./cases.mjs').Case} Case */

const gap = 6
/** The hole's colour, RGB: nothing that a digit or photo has. */
const hidden = [224, 122, 31]

/**
 * Cases below one another in two columns: the truth, what is hidden, and its completions. PNG.
 * @param {readonly { one: Case, completions: readonly Buffer[] }[]} rows completions as bytes like the truth
 * @param {number} zoom
 */
export async function sheetOf(rows, zoom) {
  const columns = 2
  const cell = (rows[0]?.one.side ?? 0) * zoom
  const across = 2 + (rows[0]?.completions.length ?? 0)
  const lines = Math.ceil(rows.length / columns)
  const block = across * (cell + gap) + 3 * gap
  const pictures = rows.flatMap(({ one, completions }, i) => {
    const left = Math.floor(i / lines) * block + gap
    const top = (i % lines) * (cell + gap) + gap
    const all = [rgb(one, one.truth), masked(one), ...completions.map((bytes) => rgb(one, bytes))]
    return all.map((bytes, n) => ({ bytes, side: one.side, left: left + n * (cell + gap), top }))
  })
  const composed = await Promise.all(
    pictures.map(async ({ bytes, side, left, top }) => ({
      input: await sharp(bytes, { raw: { width: side, height: side, channels: 3 } })
        .resize(cell, cell, { kernel: 'nearest' })
        .png()
        .toBuffer(),
      ...{ left, top },
    })),
  )
  return sharp({
    create: {
      width: columns * block - 2 * gap,
      height: lines * (cell + gap) + gap,
      channels: 3,
      background: '#808080',
    },
  })
    .composite(composed)
    .png({ palette: true, colours: 256, effort: 10 })
    .toBuffer()
}

function rgb(/** @type {Case} */ { channels }, /** @type {Buffer} */ bytes) {
  if (channels === 3) return bytes
  return Buffer.from(Uint8Array.from({ length: bytes.length * 3 }, (_, i) => bytes[Math.floor(i / 3)] ?? 0))
}

function masked(/** @type {Case} */ one) {
  const bytes = Buffer.from(rgb(one, one.truth))
  one.hole.forEach((open, pixel) => {
    if (open) bytes.set(hidden, 3 * pixel)
  })
  return bytes
}

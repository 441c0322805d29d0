import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { repositoryRoot } from '../support/paths.mjs'

/** @typedef {import('./cases.mjs').Case} Case */

/**
 * Has a bundled model complete the cases, four variants each; files go into `folder`.
 * @param {string} folder @param {string} model @param {readonly Case[]} cases @param {number} seed
 * @param {readonly string[]} [options] of `pixelloom complete`
 * @returns {Promise<{ one: Case, completions: Buffer[] }[]>} variants in the order of their rank
 */
export async function complete(folder, model, cases, seed, options = []) {
  const [images, masks, out] = [join(folder, 'images'), join(folder, 'masks'), join(folder, 'out')]
  for (const path of [images, masks]) mkdirSync(path, { recursive: true })
  for (const { name, side, channels, truth, hole } of cases) {
    const raw = { width: side, height: side, channels: /** @type {1 | 3} */ (channels) }
    await sharp(truth, { raw })
      .png()
      .toFile(join(images, `${name}.png`))
    await sharp(
      hole.map((open) => open * 255),
      { raw: { width: side, height: side, channels: 1 } },
    )
      .png()
      .toFile(join(masks, `${name}.png`))
  }
  const { status } = spawnSync(
    process.execPath,
    [
      join(repositoryRoot, 'bin', 'pixelloom'),
      'complete',
      ...['--model', model, '--image', images, '--mask', masks, '--out', out],
      ...['--count', '4', '--seed', String(seed), '--json', ...options],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0) process.exit(status ?? 1)
  /** @type {{ file: string, image: string, rank: number }[]} */
  const made = readFileSync(join(out, 'completions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  return Promise.all(
    cases.map(async (one) => {
      const own = made.filter(({ image }) => image === `${one.name}.png`).sort((a, b) => a.rank - b.rank)
      const completions = await Promise.all(own.map(({ file }) => bytesOf(join(out, file), one.channels)))
      return { one, completions }
    }),
  )
}

/** An image's bytes, grey or RGB. */
function bytesOf(/** @type {string} */ path, /** @type {number} */ channels) {
  const image = sharp(path).removeAlpha()
  return (channels === 1 ? image.toColourspace('b-w') : image.toColourspace('srgb')).raw().toBuffer()
}

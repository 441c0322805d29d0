import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TemporaryFolder } from '../data/support'
import { putImages, training, watchJob } from './support'

/** With `npm run test:long` all of them. */
const count = process.env['PIXELLOOM_LONG'] === '1' ? 10_000 : 1500

it(`${count} images take no more memory than some hundred`, { timeout: 600_000 }, async () => {
  const folder = new TemporaryFolder()
  try {
    await putImages(folder, 12)
    await watchJob(training(folder, { limit: { steps: 2 } })).end
    const held: number[] = []
    const job = watchJob(
      {
        kind: 'sample',
        model: folder.at('model'),
        count,
        seed: 1,
        out: folder.at('out'),
        npy: true,
        width: 64,
        height: 64,
      },
      (event) => {
        if (event.type === 'picture' && event.variant % 100 === 0) held.push(process.memoryUsage().rss)
      },
    )
    await job.end
    expect(held).toHaveLength(count / 100)
    // What is known of each is its recipe, some hundred bytes; its pixels and file would be kilobytes.
    const [early, late] = [Math.max(...held.slice(2, 5)), Math.max(...held.slice(-3))]
    expect(late - early).toBeLessThan(24e6 + 2000 * count)
    const lines = readFileSync(join(folder.at('out'), 'recipes.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(new Set(lines.map((line) => (JSON.parse(line) as { index: number }).index)).size).toBe(count)
  } finally {
    folder.remove()
  }
})

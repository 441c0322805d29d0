import { createNodeHost } from '../../src/engine/hosts/node/host'
import { openIdx } from '../../src/engine/data/idx'
import { loadModel } from '../../src/engine/jobs/loadModel'
import { quantise } from '../../src/engine/pixels/levels'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { contactSheet } from '../../src/engine/training/sheet'
import { chosen, createWays, type Holed, holeNames, holeOf, logScore, meanOf } from './compareWays'

/** Different holes of each kind: a fifth of the digits have each. */
const holesOfAKind = 5
/** Times that differ by less are taken for the same. */
const alike = 0.15
const ways = ['raster', 'oriented', 'conditioned', 'particles', 'both'] as const

export interface TableRow {
  readonly hole: string
  readonly way: string
  /** Completions of a digit. */
  readonly count: number
  /** Mean over all digits, nats a hidden pixel. */
  readonly score: number
  /** How much better than the raster order in the same time, a digit: mean and standard error. */
  readonly better: { readonly mean: number; readonly error: number } | undefined
  /** Of the likeliest completion, by the same model for all. */
  readonly nats: number
  /** For all completions of a digit. */
  readonly seconds: number
}

export interface TableOptions {
  readonly model: string
  readonly oriented: string
  readonly data: string
  readonly digits: number
  readonly count: number
  readonly seed: number
  readonly tell: (row: TableRow) => void
}

/**
 * Measures the table of docs/completion.md: the log score of hidden pixels under the marginals of `count` completions
 * of held-out digits, for each kind of hole and way. What it stands beside is raster order with as many completions as
 * it draws in the same time. The picture: eight digits a kind of hole, all ways below one another.
 */
export async function completionTable(
  options: TableOptions,
): Promise<{ rows: TableRow[]; pictures: Map<string, Uint8Array> }> {
  const { digits, count, seed, tell } = options
  const host = createNodeHost()
  await selectRuntime('auto')
  const model = await loadModel(host, options.model)
  const oriented = await loadModel(host, options.oriented)
  const complete = createWays(model, model, oriented)
  const set = await openIdx(host.storage, options.data, { limit: digits })
  const { height, width } = set
  const bytes = await set.read(Uint32Array.from({ length: digits }, (_, i) => i))
  const levels = quantise(bytes, 2)
  const pictures = Array.from({ length: digits }, (_, i) =>
    levels.subarray(i * height * width, (i + 1) * height * width),
  )
  const share = digits / holesOfAKind
  const rows: TableRow[] = []
  const sheets = new Map<string, Uint8Array>()
  for (const hole of holeNames) {
    const holes: Holed[] = Array.from({ length: holesOfAKind }, (_, n) => ({
      ...{ height, width, unknown: holeOf(hole, n, height, width) },
      pictures: pictures.slice(n * share, (n + 1) * share),
    }))
    const measure = async (way: (typeof ways)[number], number: number) => {
      const scores: number[] = []
      const nats: number[] = []
      const shown: Uint8Array[] = []
      let milliseconds = 0
      for (const holed of holes) {
        // A batch of four digits is what fits into caches; what is planned is planned before the clock runs.
        const batches = Array.from({ length: Math.ceil(share / 4) }, (_, b) => ({
          ...holed,
          pictures: holed.pictures.slice(4 * b, 4 * b + 4),
        }))
        for (const [b, batch] of batches.entries()) {
          if (b === 0) await complete[way](batch, number, seed + 1)
          const began = performance.now()
          const completions = await complete[way](batch, number, seed)
          milliseconds += performance.now() - began
          batch.pictures.forEach((truth, i) =>
            scores.push(logScore(truth, holed.unknown, completions[i]?.spread ?? [])),
          )
          const best = await chosen(model, holed, completions)
          nats.push(...best.map((one) => one.nats))
          if (b === 0) shown.push(...best.map(({ picture }) => picture))
        }
      }
      return { scores, nats, shown, seconds: milliseconds / 1000 / digits }
    }
    const base = await measure('raster', count)
    const few = (values: readonly Uint8Array[]): Uint8Array[] => pickEight(values)
    const cells = holes.flatMap((holed) =>
      holed.pictures.slice(0, 4).map((values) => ({ values, hidden: holed.unknown })),
    )
    const grid = [pickEight(cells), few(base.shown).map((values) => ({ values }))]
    for (const way of ways) {
      const own = way === 'raster' ? base : await measure(way, count)
      const ratio = own.seconds / base.seconds
      const inTime = Math.abs(ratio - 1) < alike ? count : Math.max(2, Math.round(count * ratio))
      const beside = way === 'raster' ? undefined : inTime === count ? base : await measure('raster', inTime)
      const better = beside && meanOf(own.scores.map((score, i) => score - (beside.scores[i] ?? NaN)))
      const row = {
        ...{ hole, way, count, score: meanOf(own.scores).mean, better },
        ...{ nats: meanOf(own.nats).mean, seconds: own.seconds },
      }
      rows.push(row)
      tell(row)
      if (way !== 'raster') grid.push(few(own.shown).map((values) => ({ values })))
    }
    grid.push(pickEight(holes.flatMap(({ pictures: of }) => of.slice(0, 4))).map((values) => ({ values })))
    const sheet = contactSheet({ height, width, channels: 1, levels: 2 }, grid)
    sheets.set(hole, await host.pixels.encodePng(sheet))
  }
  model.dispose()
  oriented.dispose()
  return { rows, pictures: sheets }
}

/** Eight of them, evenly. */
function pickEight<T>(values: readonly T[]): T[] {
  return Array.from({ length: 8 }, (_, i) => values[Math.floor((i * values.length) / 8)] as T)
}

import { version } from '../../../../package.json'
import type { JobResult } from '../../../shared/jobs'
import { modelHash } from '../../codec/modelHash'
import { rowToRgb } from '../../completion/composite'
import { valuesOf } from '../../models/weightValues'
import { levelToByte, toBytes } from '../../pixels/levels'
import type { SampleSpecification } from '../../protocol/specifications'
import { drawImages } from '../../sampling/drawImages'
import { contactSheet, gridColumns } from '../../training/sheet'
import type { JobContext, JobEnd } from '../context'
import { type LoadedModel, withModel } from '../loadModel'
import { ProgressReporter } from '../reporter'
import { RowProgress } from '../rowProgress'
import { startRuntime } from '../startRuntime'
import { defaultTemplate, fileNames } from './fileNames'
import { type KeptRecipe, type Recipe, recipeLine, recipeOf, withRecipe } from './recipe'

/** Images drawn at a time: a cancel keeps the finished batches. */
const batch = 16

/**
 * Draws whole images from nothing, a PNG each with its recipe inside, `recipes.jsonl` with all of them, and with
 * `grid` one PNG of all. What lies there already by the same recipe is kept: a run that was broken off goes on,
 * and ends as if it never had been.
 */
export async function runSampling(context: JobContext, spec: SampleSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const { storage, clock } = host
  const began = clock.milliseconds()
  await startRuntime(context, spec)
  return withModel(host, spec.model, async (model) => {
    const { network, weights } = model
    const { channels, levels, size } = network.configuration
    const { width = size, height = size } = spec
    const unknown = new Uint8Array(width * height).fill(1)
    const known = new Uint8Array(width * height * channels)
    const reporter = new ProgressReporter(context)
    await storage.makeFolder(spec.out)
    const nameOf = fileNames(spec.name ?? defaultTemplate, spec)
    const pathOf = (index: number): string => storage.join(spec.out, nameOf(index))
    const recipes = await recipesOf(model, { ...spec, width, height })
    const kept = await keptImages(context, spec.count, pathOf, recipes)
    const list = storage.join(spec.out, 'recipes.jsonl')
    const lines = (): string =>
      [...kept]
        .sort(([a], [b]) => a - b)
        .map(([index, recipe]) => recipeLine(nameOf(index), recipe))
        .join('')
    await storage.write(list, new TextEncoder().encode(lines()))
    if (kept.size > 0) {
      const message = `${kept.size} of ${spec.count} images are there already, and are kept.`
      context.emit({ type: 'note', message })
    }

    for (let first = 0; first < spec.count && !gate.signal.aborted; first += batch) {
      const missing = Array.from({ length: Math.min(batch, spec.count - first) }, (_, i) => first + i).filter(
        (index) => !kept.has(index),
      )
      const [from] = missing
      if (from === undefined) continue
      const count = (missing.at(-1) ?? from) - from + 1
      const rows = new RowProgress(clock, reporter, {
        stage: 'Drawing',
        ...{ unknown, width, variants: count, before: from, all: spec.count },
      })
      const drawn = await drawImages(
        network,
        weights,
        { ...spec, height, width, known, unknown, count, firstVariant: from },
        {
          breathe: () => gate.pass(),
          signal: gate.signal,
          onRow(variant, row, values) {
            rows.finish()
            // Nobody watches the rows of a thousand images; each would cost a message.
            if (spec.count > batch) return
            const pixels = rowToRgb(values, channels, levels)
            context.emit({ type: 'row', variant, row, width, height, pixels })
          },
        },
      )
      rows.end()
      for (const { variant, levels: values, nats } of drawn) {
        // Between two that are missing one may lie that is not.
        if (kept.has(variant)) continue
        const recipe = { ...recipes(variant), nats }
        const raster = { width, height, channels, data: toBytes(values, levels) }
        const file = pathOf(variant)
        await storage.write(file, withRecipe(await host.pixels.encodePng(raster), recipe))
        await storage.append(list, recipeLine(nameOf(variant), recipe))
        kept.set(variant, recipe)
        context.emit({ type: 'picture', role: 'sample', variant, file, nats })
      }
    }
    // Where a gap was filled, lines stand in the order in which they were drawn.
    await storage.write(list, new TextEncoder().encode(lines()))

    const indices = [...kept.keys()].sort((a, b) => a - b)
    const files = indices.map(pathOf)
    const result: JobResult = { kind: 'sample', files, seconds: (clock.milliseconds() - began) / 1000 }
    if (spec.grid)
      result.grid = await writeGrid(context, spec.out, files, { width, height, channels, levels })
    return { cancelled: gate.signal.aborted, result }
  })
}

async function recipesOf(
  { network, weights }: LoadedModel,
  { seed, temperature, topP, width, height }: SampleSpecification & { width: number; height: number },
): Promise<(index: number) => Recipe> {
  const hash = await modelHash(network.configuration, network.parameters, valuesOf(weights))
  const model = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return (index) => ({ kind: 'sample', version, model, seed, index, temperature, topP, width, height })
}

/** What was drawn before, by index. */
async function keptImages(
  { host: { storage } }: JobContext,
  count: number,
  pathOf: (index: number) => string,
  recipes: (index: number) => Recipe,
): Promise<Map<number, KeptRecipe>> {
  const kept = new Map<number, KeptRecipe>()
  for (let index = 0; index < count; index++) {
    const file = pathOf(index)
    if ((await storage.kind(file)) !== 'file') continue
    const recipe = recipeOf(await storage.read(file), recipes(index))
    if (recipe) kept.set(index, recipe)
  }
  return kept
}

/** One sheet of all images, read back from their files: no more of them are held than it takes to lay them out. */
async function writeGrid(
  { host }: JobContext,
  out: string,
  files: readonly string[],
  shape: { width: number; height: number; channels: 1 | 3; levels: number },
): Promise<string> {
  const levelOf = new Uint8Array(256)
  for (let level = 0; level < shape.levels; level++) levelOf[levelToByte(level, shape.levels)] = level
  const columns = gridColumns(files.length)
  const cells: { values: Uint8Array }[] = []
  for (const file of files) {
    const { data, channels } = await host.pixels.decode(file)
    const values = new Uint8Array(shape.width * shape.height * shape.channels)
    for (let i = 0; i < values.length; i++) {
      const pixel = Math.floor(i / shape.channels)
      values[i] = levelOf[data[pixel * channels + (i % shape.channels)] ?? 0] ?? 0
    }
    cells.push({ values })
  }
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, r) =>
    cells.slice(r * columns, (r + 1) * columns),
  )
  const grid = host.storage.join(out, 'grid.png')
  await host.storage.write(grid, await host.pixels.encodePng(contactSheet(shape, rows)))
  return grid
}

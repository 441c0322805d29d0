import { version } from '../../../../package.json'
import { hexadecimal } from '../../../shared/hexadecimal'
import { note } from '../../../shared/jobEvents'
import { modelHash } from '../../codec/modelHash'
import { rowToRgb } from '../../completion/composite'
import { rowsWith } from '../../completion/rows'
import { valuesOf } from '../../models/weightValues'
import { toBytes } from '../../pixels/levels'
import type { SampleSpecification } from '../../protocol/specifications'
import { drawImages, type DrawnImage } from '../../sampling/drawImages'
import type { JobContext, JobEnd } from '../context'
import { type LoadedModel, withModel } from '../loadModel'
import { ProgressReporter } from '../reporter'
import { RowProgress } from '../rowProgress'
import { startRuntime } from '../startRuntime'
import { unlessCancelled } from '../unlessCancelled'
import { Behind } from './behind'
import { writeCollections } from './collections'
import { defaultTemplate, fileNames } from './fileNames'
import { formatOf, type SampleFormat } from './formats'
import { type KeptRecipe, type Recipe, recipeIn, recipeLine } from './recipe'

/** Images that a thread draws at a time, so that it reads weights once for all of them. A cancel keeps finished ones. */
const imagesAThread = 16
/** Most images of those drawn together whose rows are shown as they appear: each costs messages. */
const mostWatched = 16

/**
 * Draws whole images from nothing, a file each with its recipe inside, and `recipes.jsonl` with all of them; with
 * `grid` also one PNG of all, with `npy` one array. What lies there already by the same recipe is kept: a run that
 * was broken off goes on, and ends as if it never had been.
 */
export async function runSampling(context: JobContext, spec: SampleSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const { storage, clock } = host
  const began = clock.milliseconds()
  const { threads } = await startRuntime(context, spec)
  return withModel(host, spec.model, async (model) => {
    const { network, weights } = model
    const { channels, levels, size } = network.configuration
    const { width = size, height = size } = spec
    const unknown = new Uint8Array(width * height).fill(1)
    const known = new Uint8Array(width * height * channels)
    const reporter = new ProgressReporter(context)
    await storage.makeFolder(spec.out)
    await storage.removeUnfinished(spec.out)
    const format = formatOf[spec.format]
    const nameOf = fileNames(spec.name ?? defaultTemplate, { ...spec, extension: format.extension })
    const pathOf = (index: number): string => storage.join(spec.out, nameOf(index))
    const recipes = await recipesOf(model, { ...spec, width, height })
    const kept = await keptImages(context, format, spec, pathOf, recipes)
    const list = storage.join(spec.out, 'recipes.jsonl')
    const lines = (): string =>
      [...kept]
        .sort(([a], [b]) => a - b)
        .map(([index, recipe]) => recipeLine(nameOf(index), recipe))
        .join('')
    await storage.write(list, new TextEncoder().encode(lines()))
    if (kept.size > 0) {
      context.emit(note('notes.kept', { kept: kept.size, count: spec.count }))
    }

    /** Writes drawn images and their recipes; what a cancelled run leaves is whole. */
    const keep = async (drawn: readonly DrawnImage[]): Promise<void> => {
      const written = await Promise.all(
        // Between two that are missing one may lie that is not.
        drawn.flatMap(({ variant, levels: values, nats }) => {
          if (kept.has(variant)) return []
          const recipe = { ...recipes(variant), nats }
          const raster = { width, height, channels, data: toBytes(values, levels) }
          const file = pathOf(variant)
          const encoded = format.encode(host.pixels, raster, JSON.stringify(recipe))
          return [encoded.then((bytes) => storage.write(file, bytes)).then(() => ({ recipe, file }))]
        }),
      )
      const added = written.map(({ recipe }) => recipeLine(nameOf(recipe.index), recipe))
      await storage.append(list, added.join(''))
      for (const { recipe, file } of written) {
        kept.set(recipe.index, recipe)
        context.emit({ type: 'picture', role: 'sample', variant: recipe.index, file, nats: recipe.nats })
      }
    }

    const batch = imagesAThread * threads
    const rows = new RowProgress(clock, reporter, {
      stage: 'Drawing',
      ...{ rows: rowsWith(unknown, width), variants: spec.count, before: kept.size },
    })
    const writing = new Behind()
    for (let first = 0; first < spec.count && !gate.signal.aborted; first += batch) {
      const missing = Array.from({ length: Math.min(batch, spec.count - first) }, (_, i) => first + i).filter(
        (index) => !kept.has(index),
      )
      const [from] = missing
      if (from === undefined) continue
      const count = (missing.at(-1) ?? from) - from + 1
      const request = { ...spec, height, width, known, unknown, count, firstVariant: from }
      const drawn = await unlessCancelled(
        drawImages(network, weights, request, {
          breathe: () => gate.pass(),
          signal: gate.signal,
          onRow(variant, row, values) {
            if (!kept.has(variant)) rows.finish()
            if (variant - from >= mostWatched) return
            const pixels = rowToRgb(values, channels, levels)
            context.emit({ type: 'row', variant, row, width, height, pixels })
          },
        }),
      )
      // The next are drawn while these are written.
      await writing.start(() => keep(drawn ?? []))
    }
    await writing.end()
    rows.end()
    // Where a gap was filled, lines stand in the order in which they were drawn.
    await storage.write(list, new TextEncoder().encode(lines()))

    const indices = [...kept.keys()].sort((a, b) => a - b)
    const files = indices.map(pathOf)
    const cancelled = gate.signal.aborted
    // Of a run that was broken off there is no whole to show: the one that goes on makes it.
    const path = (wanted: boolean, name: string): string | undefined =>
      wanted && !cancelled ? storage.join(spec.out, name) : undefined
    const collections = { grid: path(spec.grid, 'grid.png'), array: path(spec.npy, 'samples.npy') }
    await writeCollections(host, collections, files, { width, height, channels, levels })
    const seconds = (clock.milliseconds() - began) / 1000
    return { cancelled, result: { kind: 'sample', files, ...collections, seconds } }
  })
}

async function recipesOf(
  { network, weights }: LoadedModel,
  { seed, temperature, topP, width, height }: SampleSpecification & { width: number; height: number },
): Promise<(index: number) => Recipe> {
  const hash = await modelHash(network.configuration, network.parameters, valuesOf(weights))
  const model = hexadecimal(hash)
  return (index) => ({ kind: 'sample', version, model, seed, index, temperature, topP, width, height })
}

/** What was drawn before, by index. */
async function keptImages(
  { host: { storage } }: JobContext,
  format: SampleFormat,
  { count, out }: SampleSpecification,
  pathOf: (index: number) => string,
  recipes: (index: number) => Recipe,
): Promise<Map<number, KeptRecipe>> {
  const kept = new Map<number, KeptRecipe>()
  // Of tens of thousands mostly none is there: the folder is asked once.
  const there = new Set((await storage.list(out)).map((name) => storage.join(out, name)))
  for (let index = 0; index < count; index++) {
    const file = pathOf(index)
    if (!there.has(file) || (await storage.kind(file)) !== 'file') continue
    const recipe = recipeIn(format.textOf(await storage.read(file)), recipes(index))
    if (recipe) kept.set(index, recipe)
  }
  return kept
}

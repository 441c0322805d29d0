import type { JobResult } from '../../shared/jobs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { recipeKeyword } from '../../shared/recipe'
import { rowToRgb } from '../completion/composite'
import { enlargement, rowsExpected } from '../completion/fillHoles'
import { type FilledVariants, fillVariants, type VariantHooks } from '../completion/fillVariants'
import { frameHoles } from '../completion/frames'
import type { SeenPicture } from '../completion/filling'
import { lifted, paste } from '../completion/patch'
import { type MaskedPhoto, openPhoto } from '../completion/photo'
import { rank } from '../completion/ranking'
import { throwIfCancelled } from '../data/concurrent'
import type { Host } from '../host'
import { withPngText } from '../pixels/pngText'
import type { CompleteSpecification } from '../protocol/specifications'
import type { JobContext, JobEnd } from './context'
import { completionRecipes } from './completionRecipe'
import { type LoadedModel, withModel } from './loadModel'
import { ProgressReporter } from './reporter'
import { RowProgress } from './rowProgress'
import { startRuntime } from './startRuntime'

type CompletionResult = Extract<JobResult, { kind: 'complete' }>

/**
 * Completes the masked part of a photo `count` times. Rows are told as they are drawn; in the end there is a
 * PNG for each variant, the photo with its holes filled, and the exact nats of what the model saw.
 */
export async function runCompletion(context: JobContext, spec: CompleteSpecification): Promise<JobEnd> {
  const { name: runtime } = await startRuntime(context, spec)
  return withModel(context.host, spec.model, async (model) => ({
    cancelled: false,
    result: await completePhoto(context, model, { ...spec, runtime }),
  }))
}

/** One photo's completions, by a model that is ready to compute on the runtime that the specification names. */
export async function completePhoto(
  context: JobContext,
  model: LoadedModel,
  spec: CompleteSpecification,
): Promise<CompletionResult> {
  const { host, gate } = context
  const { size, channels, levels } = model.network.configuration
  const began = host.clock.milliseconds()
  const masked = await openPhoto(host, spec)
  const framed = frameHoles(masked, size, spec.frame)
  const rows = new RowProgress(host.clock, new ProgressReporter(context), {
    stage: 'Drawing',
    rows: rowsExpected(framed, spec.fit),
    variants: spec.count,
  })
  const recipeOf = await completionRecipes(host, model, spec, masked, spec.runtime)
  const encode = host.pixels.pngEncoder(
    framed.holes.map(({ hole: { bounds } }) => ({ from: bounds.y, to: bounds.y + bounds.height })),
  )
  const groups: FilledVariants[] = []
  const files: string[] = []
  const hooks: VariantHooks = {
    breathe: () => gate.pass(),
    signal: gate.signal,
    expect: (count, variants) => rows.expect(count, variants),
    drawn: () => rows.finish(),
    show(variant, row, values, picture) {
      context.emit({ type: 'row', variant, row, pixels: rowToRgb(values, channels, levels), ...picture })
    },
    note: (note) => context.emit(note),
  }
  for await (const filled of fillVariants(host, model, spec, masked, framed, hooks)) {
    groups.push(filled)
    // Cancelled while the next are drawn, these stay.
    files.push(...(await writePhotos(context, spec, masked, filled, { encode, recipeOf })))
  }
  rows.end()
  const { way, coarsest, coarse = 0 } = groups[0] ?? {}
  const nats = groups.flatMap((group) => group.nats)
  const patches = groups.flatMap((group) => group.patches)
  const ranking = rank(patches.map((filled, variant) => ({ nats: nats[variant] ?? NaN, patches: filled })))
  const completions = ranking.map((place, variant) => ({
    ...{ variant, file: files[variant] ?? '', nats: nats[variant] ?? NaN },
    ...place,
  }))
  const seconds = (host.clock.milliseconds() - began) / 1000
  return {
    ...{ kind: 'complete', completions, seconds },
    enlarged: coarsest ? enlargement(coarsest) : 1,
    ...(coarsest && { seen: { width: coarsest.width, height: coarsest.height } }),
    ...(way && { way }),
    ...(coarse > 0 && { coarse }),
    ...(spec.keepPictures && {
      pictures: await writePictures(host, spec, seenBy(groups), { channels, levels }),
    }),
  }
}

/** A PNG of each of some variants with its recipe; returns their paths. The photo is as it was then. */
async function writePhotos(
  context: JobContext,
  spec: CompleteSpecification,
  { photo }: MaskedPhoto,
  { first, patches, nats, way }: FilledVariants,
  {
    encode,
    recipeOf,
  }: {
    encode: ReturnType<Host['pixels']['pngEncoder']>
    recipeOf: Awaited<ReturnType<typeof completionRecipes>>
  },
): Promise<string[]> {
  const { host } = context
  await host.storage.makeFolder(spec.out)
  const before = (patches[0] ?? []).map((patch) => lifted(photo, patch))
  const files: string[] = []
  for (const [i, filled] of patches.entries()) {
    // A large photo takes a while to write: what was told by then stays, the others are left out.
    await context.gate.pass()
    throwIfCancelled(context.gate.signal)
    // Every variant overwrites the same pixels: one photo in memory is enough.
    for (const patch of filled) paste(photo, patch)
    const told = { variant: first + i, nats: nats[i] ?? NaN }
    const file = host.storage.join(spec.out, `${nameOf(spec.image)}-${told.variant + 1}.png`)
    const recipe = recipeOf({ ...told, way })
    await host.storage.write(file, withPngText(await encode(photo), recipeKeyword, recipe))
    files.push(file)
    context.emit({ type: 'picture', role: 'completion', ...told, file })
  }
  for (const patch of before) paste(photo, patch)
  return files
}

/** Hole by hole, all variants' pictures of it. */
function seenBy(groups: readonly FilledVariants[]): SeenPicture[] {
  const holes = groups[0]?.seen ?? []
  return holes.map(({ framing }, hole) => ({
    framing,
    variants: groups.flatMap(({ seen }) => seen[hole]?.variants ?? []),
  }))
}

/** What the model saw, level for level. */
async function writePictures(
  host: Host,
  { image, out }: CompleteSpecification,
  seen: readonly SeenPicture[],
  { channels, levels }: Pick<ModelConfiguration, 'channels' | 'levels'>,
): Promise<CompletionResult['pictures']> {
  const pictures: CompletionResult['pictures'] = []
  for (const [hole, { framing, variants }] of seen.entries()) {
    const { frame, width, height } = framing
    const files: string[] = []
    for (const [variant, values] of variants.entries()) {
      const file = host.storage.join(out, `${nameOf(image)}-${variant + 1}-seen-${hole + 1}.png`)
      // Bytes that every number of levels takes back to its own, unlike those that show it best.
      const data = values.map((level) => Math.ceil((256 * level) / levels))
      const png = await host.pixels.encodePng({ width, height, channels, data })
      await host.storage.write(file, png)
      files.push(file)
    }
    pictures.push({ frame, files })
  }
  return pictures
}

/** The file's name without folders and without its ending. */
function nameOf(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return name.replace(/\.[^.]+$/, '') || 'image'
}

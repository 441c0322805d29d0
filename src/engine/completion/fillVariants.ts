import type { Host } from '../host'
import type { CompletingModel } from '../inference/drawCompletions'
import { activeDevice } from '../plans/activeDevice'
import { activeKernels } from '../plans/activeKernels'
import type { CompleteSpecification } from '../protocol/specifications'
import type { FillingHooks } from './filling'
import { drawnNatively, type FilledPhoto, fillHoles } from './fillHoles'
import type { FramedHoles } from './frames'
import { NativePace } from './native/pace'
import type { MaskedPhoto } from './photo'

/** What a job wants to hear of, and how it steers it, while variants are filled group by group. */
export interface VariantHooks extends Omit<FillingHooks, 'expect'> {
  /** That so many rows more of each of `variants` are to be drawn than was said before, or fewer. */
  readonly expect: (rows: number, variants: number) => void
}

/** Variants that were filled together, from number `first` on. */
export interface FilledVariants extends FilledPhoto {
  readonly first: number
}

/** Fewest variants that are drawn at the photo's own size together. */
const fewest = 4

/** How many are drawn so together: more than the fewest where as many take no longer, by threads or on a graphics card. */
export function variantsTogether(): number {
  return Math.max(fewest, activeDevice()?.drawsTogether ?? activeKernels()?.threads ?? 1)
}

/**
 * Fills the holes of a photo in all variants. Where that takes long, at the photo's own size, they are drawn a few at a
 * time, so that the first can be used, and stay if the rest is cancelled, while the next are drawn: that costs hardly
 * more than all at once. Every variant is the same either way. The photo must be as it was whenever the next are asked for.
 */
export async function* fillVariants(
  host: Pick<Host, 'pixels' | 'clock'>,
  model: CompletingModel,
  spec: CompleteSpecification,
  masked: MaskedPhoto,
  framed: FramedHoles,
  hooks: VariantHooks,
): AsyncGenerator<FilledVariants> {
  const { count, seconds } = spec
  const native = drawnNatively(masked, framed, spec.fit)
  // A time that is allowed is that of all together.
  const atOnce = native === 0 || seconds !== undefined ? count : variantsTogether()
  const groups = Math.ceil(count / atOnce)
  const pace = new NativePace(host.clock, hooks.note, native * groups, seconds)
  for (let first = 0; first < count; first += atOnce) {
    const variants = Math.min(atOnce, count - first)
    const filled = await fillHoles(
      { host, model, masked, pace },
      { ...spec, count: variants, firstVariant: first },
      framed,
      { ...hooks, expect: (rows) => hooks.expect(rows, variants) },
    )
    yield { ...filled, first }
  }
}

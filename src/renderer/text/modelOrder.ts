import type { ModelSummary } from '../../shared/contract/entities'
import { bitsPerDimension, networkWords, pictures } from './modelWords'

export const modelOrders = ['newest', 'name', 'likelihood', 'size'] as const
export type ModelOrder = (typeof modelOrders)[number]

/** The models that a search finds, in an order. */
export function arranged(
  models: readonly ModelSummary[],
  searched: string,
  order: ModelOrder,
): readonly ModelSummary[] {
  const words = searched.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const found = models.filter((model) => {
    const text = wordsOf(model)
    return words.every((word) => text.includes(word))
  })
  return order === 'newest' ? found : found.toSorted(comparisons[order])
}

/** What a person may remember of a model. */
function wordsOf(model: ModelSummary): string {
  const { name, id, description = '', training } = model
  return [name, id, description, training?.data ?? '', networkWords(model), pictures(model)]
    .join('\n')
    .toLowerCase()
}

/** `newest` is how they are listed. Those without a likelihood come last. */
const comparisons: Readonly<
  Record<Exclude<ModelOrder, 'newest'>, (a: ModelSummary, b: ModelSummary) => number>
> = {
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  likelihood: (a, b) => (bitsPerDimension(a) ?? Infinity) - (bitsPerDimension(b) ?? Infinity) || 0,
  size: (a, b) => b.parameters - a.parameters,
}

import type { CompletionRecipe } from '../../shared/recipe'
import { number, t } from '../i18n'
import { edgesInWords, temperatureInWords, topPInWords } from './completionWords'
import { natsInWords } from './verdict'
import { size } from './words'

/** A line of a recipe, as it is shown. */
export interface RecipeLine {
  readonly name: string
  readonly value: string
  readonly mono?: boolean
  /** It needs the room of two. */
  readonly wide?: boolean
}

const two = { maximumFractionDigits: 2 } as const

/** All that a recipe says, line by line; `place` is the variant's rank, where it is known. */
export function recipeLines(recipe: CompletionRecipe, place: string): RecipeLine[] {
  const { model, photo, mask, frame, like } = recipe
  const share = number(mask.pixels / (photo.width * photo.height), {
    style: 'percent',
    maximumSignificantDigits: 2,
  })
  const way = recipe.way ?? (recipe.inference === 'auto' ? 'raster' : recipe.inference)
  const particles = way === 'particles' ? ` · ${number(recipe.particles)}` : ''
  const all: (RecipeLine | false)[] = [
    { name: t('complete.recipe.model'), value: model.name },
    { name: t('complete.recipe.photo'), value: `${photo.name} · ${size(photo.width, photo.height)}` },
    { name: t('complete.recipe.hash'), value: model.hash, mono: true, wide: true },
    { name: t('complete.recipe.seed'), value: String(recipe.seed) },
    { name: t('complete.recipe.variant'), value: number(recipe.variant + 1) },
    { name: t('complete.recipe.nats'), value: natsInWords(recipe.nats) },
    place !== '' && { name: t('complete.recipe.rank'), value: place },
    { name: t('complete.temperature.label'), value: temperatureInWords(recipe.temperature) },
    { name: t('complete.topP.label'), value: topPInWords(recipe.topP) },
    recipe.quality !== undefined && {
      name: t('complete.quality.label'),
      value: t(`complete.quality.${recipe.quality}`),
    },
    { name: t('complete.recipe.way'), value: `${t(`complete.way.${way}`)}${particles}` },
    { name: t('complete.size.label'), value: t(`complete.size.${recipe.fit}`) },
    { name: t('complete.edges.label'), value: edgesInWords(recipe) },
    {
      name: t('complete.recipe.mask'),
      value: t('complete.recipe.maskSize', { n: mask.pixels, share }),
    },
    frame !== undefined && {
      name: t('complete.recipe.frame'),
      value: `${size(frame.width, frame.height)} · ${frame.x}, ${frame.y}`,
    },
    like !== undefined && {
      name: t('complete.recipe.like'),
      value: number(like.closeness, two),
    },
    { name: t('complete.recipe.version'), value: `Pixelloom ${recipe.version} · ${recipe.runtime}` },
  ]
  return all.filter((line) => line !== false)
}

import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { z } from 'zod'
import { overlayColourNames, usualOverlay, type OverlayStyle } from '../canvas/overlayStyle'
import { furthest } from '../canvas/spread'
import { fitSchema, type Quality, qualitySchema } from '../../shared/completion'
import type { ModelSummary, Photo } from '../../shared/contract/entities'
import { modelFor } from '../../shared/quality'
import { keepDraft } from './draft'
import { completingTemperature } from './drawingChoices'
import { useLibrary } from './library'
import { useModels } from './models'

/** What the pointer does on the photo: paints the mask, or moves the frame that the model will see. */
const tools = ['brush', 'eraser', 'lasso', 'rectangle', 'frame'] as const
export type Tool = (typeof tools)[number]

const remembered = 'pixelloom.workbench'

/** Smallest and largest brush, as a share of the photo's longer side. */
export const brushRange = { smallest: 0.002, largest: 0.5 }

/** Pixels of the photo over which the edge of a hole may go over into what is new. */
export const widestFeather = 32

/** Fewer than so many of the likeliest values are no choice. */
export const leastTopP = 0.05

/** What is kept over a restart; whatever can't be used is as at the first start. */
const keptSchema = z.object({
  brush: z.number().min(brushRange.smallest).max(brushRange.largest).catch(0.09),
  count: z.number().int().min(1).max(9).catch(4),
  // Null: nobody chose.
  temperature: z.number().min(0).max(2).nullable().catch(null),
  /** Share of the likeliest values that may be drawn: 1 is all of them. */
  topP: z.number().min(leastTopP).max(1).catch(1),
  // What fits best for little more time; where nothing follows the hole it costs nothing.
  quality: qualitySchema.catch('better'),
  fit: fitSchema.catch('model'),
  /** Most seconds for drawing at the photo's own size; 0 for as long as it takes. */
  seconds: z.number().nonnegative().catch(0),
  // Null: nobody chose.
  feather: z.number().int().min(0).max(widestFeather).nullable().catch(null),
  match: z.boolean().nullable().catch(null),
  overlayColour: z.enum(overlayColourNames).catch(usualOverlay.colour),
  overlayOpacity: z.number().min(0.1).max(0.9).catch(usualOverlay.opacity),
  /** Pixels by which the mask is grown or shrunk. */
  spread: z.number().int().min(1).max(furthest).catch(8),
})
type Kept = z.infer<typeof keptSchema>

function kept(): Kept {
  let value: unknown
  try {
    value = JSON.parse(localStorage.getItem(remembered) ?? '{}')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const read = keptSchema.safeParse(value)
  return read.success ? read.data : keptSchema.parse({})
}

/** What a person works with while completing: the tool in hand and the choices beside the canvas. */
export const useWorkbench = defineStore('workbench', () => {
  const start = kept()
  const tool = ref<Tool>('brush')
  /** Diameter as a share of the photo's longer side, so that it feels the same on every photo. */
  const brush = ref(start.brush)
  const count = ref(start.count)
  const chosenTemperature = ref(start.temperature)
  const temperature = computed({
    get: () => chosenTemperature.value ?? completingTemperature(useModels().chosen),
    set: (value) => (chosenTemperature.value = value),
  })
  const topP = ref(start.topP)
  const quality = ref(start.quality)
  const model = computed(() => modelIn(quality.value))
  const fit = ref(start.fit)
  const seconds = ref(start.seconds)
  const chosenEdges = reactive({ feather: start.feather, match: start.match })
  const usualEdges = computed(() => edgesFor(useLibrary().selected, model.value))
  /** Pixels over which what was there goes over into what is new. */
  const feather = computed({
    get: () => chosenEdges.feather ?? usualEdges.value.feather,
    set: (value) => (chosenEdges.feather = value),
  })
  /** Whether the colours of what is new are moved so that they meet those around. */
  const match = computed({
    get: () => chosenEdges.match ?? usualEdges.value.match,
    set: (value) => (chosenEdges.match = value),
  })
  const overlayColour = ref(start.overlayColour)
  const overlayOpacity = ref(start.overlayOpacity)
  const overlay = computed<OverlayStyle>(() => ({
    colour: overlayColour.value,
    opacity: overlayOpacity.value,
  }))
  const spread = ref(start.spread)
  /** The original and what is shown lie side by side, parted by a line across the photo. */
  const comparing = ref(false)
  /** Where that line is, as a share of the photo's width. */
  const divider = ref(0.5)
  /** Blank draws a new seed each time. */
  const seed = ref('')
  const moreOpen = ref(false)
  const edgesOpen = ref(false)

  keepDraft(
    'workbench',
    z.object({ tool: z.enum(tools), seed: z.string(), moreOpen: z.boolean(), edgesOpen: z.boolean() }),
    () => ({ tool: tool.value, seed: seed.value, moreOpen: moreOpen.value, edgesOpen: edgesOpen.value }),
    (kept) => {
      tool.value = kept.tool
      seed.value = kept.seed
      moreOpen.value = kept.moreOpen
      edgesOpen.value = kept.edgesOpen
    },
  )

  const asked = [brush, count, chosenTemperature, topP, quality, fit, seconds, () => ({ ...chosenEdges })]
  watch([...asked, overlayColour, overlayOpacity, spread], () => {
    const value: Kept = {
      ...{ brush: brush.value, count: count.value, temperature: chosenTemperature.value, topP: topP.value },
      ...{ quality: quality.value, fit: fit.value, seconds: seconds.value },
      ...chosenEdges,
      ...{ overlayColour: overlayColour.value, overlayOpacity: overlayOpacity.value, spread: spread.value },
    }
    localStorage.setItem(remembered, JSON.stringify(value))
  })

  function diameter(longerSide: number): number {
    return Math.max(1, Math.round(brush.value * longerSide))
  }

  function setDiameter(pixels: number, longerSide: number): void {
    const share = Math.max(1, pixels) / longerSide
    brush.value = Math.min(brushRange.largest, Math.max(brushRange.smallest, share))
  }

  /** One key press larger or smaller: a tenth, and at least one pixel. */
  function grow(direction: 1 | -1, longerSide: number): void {
    const now = diameter(longerSide)
    setDiameter(now + direction * Math.max(1, Math.round(now * 0.12)), longerSide)
  }

  /** The model that draws in a quality: the chosen one, or for the best a finer one around it. */
  function modelIn(quality: Quality): ModelSummary | undefined {
    const { chosen, models } = useModels()
    return chosen && modelFor(quality, chosen, models)
  }

  return {
    ...{ tool, brush, diameter, setDiameter, grow },
    ...{ count, temperature, topP, seed, quality, fit, seconds, feather, match },
    ...{ model, modelIn, moreOpen, edgesOpen },
    ...{ overlay, overlayColour, overlayOpacity, spread, comparing, divider },
  }
})

/**
 * How the edge of a hole is joined while nobody chose: what a model draws small and coarse seldom meets a larger photo to
 * the shade, and a photo of the model's own size is not to be changed beyond what the model drew.
 */
function edgesFor(
  photo: Photo | undefined,
  model: ModelSummary | undefined,
): { readonly feather: number; readonly match: boolean } {
  const larger = photo && model && Math.max(photo.width, photo.height) > model.configuration.size
  return larger ? { feather: 2, match: true } : { feather: 0, match: false }
}

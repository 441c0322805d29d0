import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export type Tool = 'brush' | 'eraser' | 'rectangle'

const remembered = 'pixelloom.workbench'

/** Smallest and largest brush, as a share of the photo's longer side. */
export const brushRange = { smallest: 0.002, largest: 0.5 }

interface Kept {
  brush: number
  count: number
  temperature: number
}

function kept(): Kept {
  const defaults: Kept = { brush: 0.09, count: 4, temperature: 1 }
  const text = localStorage.getItem(remembered)
  if (text === null) return defaults
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return defaults
    throw error
  }
  if (typeof value !== 'object' || value === null) return defaults
  const numberOr = (key: keyof Kept, low: number, high: number): number => {
    const entry: unknown = Reflect.get(value, key)
    return typeof entry === 'number' && entry >= low && entry <= high ? entry : defaults[key]
  }
  return {
    brush: numberOr('brush', brushRange.smallest, brushRange.largest),
    count: numberOr('count', 1, 8),
    temperature: numberOr('temperature', 0, 2),
  }
}

/** What a person works with while completing: the tool in hand and the choices beside the canvas. */
export const useWorkbench = defineStore('workbench', () => {
  const start = kept()
  const tool = ref<Tool>('brush')
  /** Diameter as a share of the photo's longer side, so that it feels the same on every photo. */
  const brush = ref(start.brush)
  const count = ref(start.count)
  const temperature = ref(start.temperature)
  /** Blank draws a new seed each time. */
  const seed = ref('')
  const moreOpen = ref(false)

  watch([brush, count, temperature], () => {
    const value: Kept = { brush: brush.value, count: count.value, temperature: temperature.value }
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

  return { tool, brush, count, temperature, seed, moreOpen, diameter, setDiameter, grow }
})

/** The seed a person typed: undefined for blank, NaN for what is none. */
export function parseSeed(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const value = Number(trimmed)
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff ? value : Number.NaN
}

import { onUnmounted, ref, watch, type Ref } from 'vue'
import type { Point } from '../canvas/brush'
import type { MaskDocument } from '../canvas/maskDocument'
import { number, t } from '../i18n'
import type { Tool } from '../stores/workbench'

/** Time after the last step of the cross: who moves on wants to hear where it stopped. */
const quietTime = 350

/** How much of the photo a mask covers, in words. */
export function coverageInWords(mask: MaskDocument): string {
  const { coverage } = mask
  if (coverage === 0) return t('canvas.says.empty')
  const percent = coverage * 100
  if (percent < 1) return t('canvas.says.coversLittle')
  return t('canvas.says.covers', { percent: number(percent, { maximumFractionDigits: 0 }) })
}

/** What a person who doesn't see the canvas hears: the tool in hand, where the cross is, how much is painted. */
export function useAnnouncements(sources: {
  readonly tool: Readonly<Ref<Tool>>
  readonly mask: Readonly<Ref<MaskDocument | undefined>>
  readonly cursor: Readonly<Ref<Point | undefined>>
}): Readonly<Ref<string>> {
  const { tool, mask, cursor } = sources
  const said = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(tool, (now) => (said.value = t(`canvas.tools.${now}`)))
  watch(
    () => mask.value?.settled.value,
    () => {
      if (mask.value) said.value = coverageInWords(mask.value)
    },
  )
  watch(cursor, (at) => {
    clearTimeout(timer)
    if (at) timer = setTimeout(() => (said.value = place(at)), quietTime)
  })
  onUnmounted(() => clearTimeout(timer))

  function place({ x, y }: Point): string {
    const [column, row] = [Math.floor(x), Math.floor(y)]
    const bitmap = mask.value?.bitmap
    const inside = bitmap?.data[row * bitmap.width + column] === 1
    const where = { x: number(column + 1), y: number(row + 1) }
    return inside ? t('canvas.says.insideAt', where) : t('canvas.says.outsideAt', where)
  }

  return said
}

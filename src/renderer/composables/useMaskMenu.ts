import { computed, type ComputedRef } from 'vue'
import type { MenuItem } from '../design'
import { t } from '../i18n'
import { useDesk } from '../stores/desk'
import { useMaskExchange } from '../stores/maskExchange'
import { useToasts } from '../stores/toasts'
import { useWorkbench } from '../stores/workbench'
import { chordInWords } from '../keyboard/shortcuts'

/** What can be done with the mask as a whole, for the menu of the tools and the one under the pointer. */
export function useMaskMenu(): ComputedRef<MenuItem[]> {
  const desk = useDesk()
  const workbench = useWorkbench()
  const exchange = useMaskExchange()
  const { attempt } = useToasts()
  const empty = computed(() => desk.mask?.bounds === undefined)

  return computed<MenuItem[]>(() => [
    { label: t('canvas.menu.invert'), icon: 'invert', keys: 'I', run: () => desk.mask?.invert() },
    {
      ...{ label: t('canvas.menu.grow', { n: workbench.spread }), icon: 'grow', disabled: empty.value },
      run: () => desk.mask?.grow(workbench.spread),
    },
    {
      ...{ label: t('canvas.menu.shrink', { n: workbench.spread }), icon: 'shrink', disabled: empty.value },
      run: () => desk.mask?.shrink(workbench.spread),
    },
    {
      ...{ label: t('canvas.menu.clear'), icon: 'clear', keys: chordInWords('Delete') },
      ...{ disabled: empty.value, run: () => desk.mask?.clear() },
    },
    'separator',
    {
      ...{ label: t('canvas.menu.copy'), icon: 'copy', keys: chordInWords('Mod+Shift+C') },
      ...{ disabled: !exchange.canCopy, run: exchange.copy },
    },
    {
      ...{ label: t('canvas.menu.paste'), keys: chordInWords('Mod+Shift+V') },
      ...{ disabled: !exchange.canPaste, run: exchange.paste },
    },
    'separator',
    { label: t('canvas.menu.import'), icon: 'upload', run: exchange.choose },
    {
      ...{ label: t('canvas.menu.export'), icon: 'download', disabled: empty.value },
      run: () => void attempt(() => exchange.save('mask')),
    },
    {
      ...{ label: t('canvas.menu.exportHole'), disabled: empty.value },
      run: () => void attempt(() => exchange.save('hole')),
    },
  ])
}

import { computed, type ComputedRef } from 'vue'
import { call } from '../api'
import type { MenuItem } from '../design'
import { t } from '../i18n'
import { useApp } from '../stores/app'
import { useFolderForm } from '../stores/folderForm'
import { useLibraryView } from '../stores/libraryView'
import { useToasts } from '../stores/toasts'

/** What can be done with the photos that are selected in the library. */
export function usePhotoMenu(): { items: ComputedRef<MenuItem[]> } {
  const view = useLibraryView()
  const app = useApp()
  const { attempt } = useToasts()

  function completeFolder(path: string): void {
    const form = useFolderForm()
    form.folder = path
    form.open = true
    app.go('queue')
  }

  const items = computed((): MenuItem[] => {
    const { chosen } = view
    const [first] = chosen
    if (!first) return []
    const one = chosen.length === 1
    const { id, folder, missing } = first
    const inWindow = app.info?.shell === 'window'
    return [
      {
        label: t('library.complete'),
        icon: 'complete',
        disabled: !one || missing,
        run: () => view.complete(id),
      },
      ...(one && folder !== ''
        ? [{ label: t('queue.folder.title'), icon: 'folder', run: () => completeFolder(folder) } as const]
        : []),
      ...(one && inWindow && !missing
        ? [
            {
              label: t('library.showInFolder'),
              icon: 'disk',
              run: () => void attempt(() => call('library.showInFolder', { photoId: id })),
            } as const,
          ]
        : []),
      { label: t('library.selectAll'), icon: 'grid', run: () => view.selectAll() },
      'separator',
      {
        label: t('library.remove'),
        icon: 'clear',
        danger: true,
        run: () => void attempt(() => view.removeChosen()),
      },
    ]
  })
  return { items }
}

import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import { useApp } from '../stores/app'
import { useImports } from '../stores/imports'
import { useToasts } from '../stores/toasts'
import { collectDropped, collectPasted } from './droppedFiles'
import { droppedModels } from './droppedModels'

/** Drops and pastes anywhere in the window go to the library. `over` is true while files hover above it. */
export function useIncoming(): { over: Ref<boolean> } {
  const over = ref(false)
  const imports = useImports()
  const app = useApp()
  const { attempt } = useToasts()

  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

  function onOver(event: DragEvent): void {
    if (!carriesFiles(event)) return
    event.preventDefault()
    over.value = true
  }

  /** Where photos are seen: in the library they stay there, elsewhere they are for the desk. */
  function showThem(): void {
    if (app.view !== 'library') app.go('complete')
  }

  function onLeave(event: DragEvent): void {
    // Leaving one element for another is no leaving of the window.
    if (event.relatedTarget === null) over.value = false
  }

  function onDrop(event: DragEvent): void {
    if (!carriesFiles(event) || !event.dataTransfer) return
    event.preventDefault()
    over.value = false
    const models = droppedModels(event.dataTransfer, app.view === 'models')
    if (models) {
      app.go('models')
      void attempt(models)
      return
    }
    const dropped = collectDropped(event.dataTransfer)
    showThem()
    void attempt(async () => {
      const { paths, files } = await dropped
      if (paths.length > 0) await imports.addPaths(paths)
      if (files.length > 0 || paths.length === 0) await imports.addFiles(files)
    })
  }

  function onPaste(event: ClipboardEvent): void {
    const files = collectPasted(event.clipboardData)
    if (files.length === 0) return
    event.preventDefault()
    showThem()
    void attempt(() => imports.addFiles(files))
  }

  onMounted(() => {
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
  })
  onUnmounted(() => {
    window.removeEventListener('dragover', onOver)
    window.removeEventListener('dragleave', onLeave)
    window.removeEventListener('drop', onDrop)
    window.removeEventListener('paste', onPaste)
  })
  return { over }
}

import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import { useApp } from '../stores/app'
import { useLibrary } from '../stores/library'
import { useToasts } from '../stores/toasts'
import { collectDropped, collectPasted } from './droppedFiles'
import { droppedModels } from './droppedModels'

/** Drops and pastes anywhere in the window go to the library. `over` is true while files hover above it. */
export function useIncoming(): { over: Ref<boolean> } {
  const over = ref(false)
  const library = useLibrary()
  const app = useApp()
  const { attempt } = useToasts()

  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

  function onOver(event: DragEvent): void {
    if (!carriesFiles(event)) return
    event.preventDefault()
    over.value = true
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
    app.go('complete')
    void attempt(async () => {
      const { paths, files } = await dropped
      if (paths.length > 0) await library.addPaths(paths)
      if (files.length > 0 || paths.length === 0) await library.addFiles(files)
    })
  }

  function onPaste(event: ClipboardEvent): void {
    const files = collectPasted(event.clipboardData)
    if (files.length === 0) return
    event.preventDefault()
    app.go('complete')
    void attempt(() => library.addFiles(files))
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

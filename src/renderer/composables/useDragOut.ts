import type { Photo } from '../../shared/contract/entities'
import { call, downloadUrl } from '../api'
import { useApp } from '../stores/app'
import type { Variant } from '../stores/runs'
import { useToasts } from '../stores/toasts'

/** What is dragged: a finished variant of a photo. */
interface Dragged {
  readonly jobId: string
  readonly variant: Variant
  readonly photo: Photo
}

/**
 * Dragging a result into another program: the window hands the file itself to the system, a browser the address of a
 * download, which it turns into a file where it is dropped.
 */
export function useDragOut(): (event: DragEvent, dragged: Dragged) => void {
  const app = useApp()
  const { attempt } = useToasts()

  return (event, { jobId, variant, photo }) => {
    const { address, index } = variant
    if (address === undefined || !event.dataTransfer) return
    if (app.info?.shell === 'window') {
      event.preventDefault()
      void attempt(() => call('results.drag', { jobId, variant: index }))
      return
    }
    const name = `${photo.name.replace(/\.[^.]+$/, '')}-completed-${index + 1}.png`
    const url = new URL(downloadUrl(address, name), location.href).href
    event.dataTransfer.effectAllowed = 'copy'
    event.dataTransfer.setData('DownloadURL', `image/png:${name}:${url}`)
    event.dataTransfer.setData('text/uri-list', url)
  }
}

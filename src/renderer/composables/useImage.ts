import { shallowRef, watch, type ShallowRef } from 'vue'

/** A loaded image for drawing; the one before stays until the next is there, so that nothing flickers. */
export function useImage(source: () => string | undefined): ShallowRef<HTMLImageElement | undefined> {
  const image = shallowRef<HTMLImageElement>()
  watch(
    source,
    (url) => {
      if (url === undefined) {
        image.value = undefined
        return
      }
      const next = new Image()
      next.addEventListener('load', () => {
        if (source() === url) image.value = next
      })
      next.src = url
      // What was decoded before is there at once, and is shown in the same frame.
      if (next.complete && next.naturalWidth > 0) image.value = next
    },
    { immediate: true },
  )
  return image
}

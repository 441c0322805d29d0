import { onMounted, onUnmounted, ref, type Ref } from 'vue'

/** Whether a media query holds, kept up to date. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const media = matchMedia(query)
  const holds = ref(media.matches)
  const follow = (): void => void (holds.value = media.matches)

  onMounted(() => media.addEventListener('change', follow))
  onUnmounted(() => media.removeEventListener('change', follow))
  return holds
}

import type { Photo } from '../../shared/contract/entities'
import type { EventPayload } from '../../shared/contract/events'

export type LibraryDelta = EventPayload<'library.changed'>

/** Samples first, then as they were added: as the app lists them. */
function rank({ source, order }: Photo): number {
  return (source === 'sample' ? 0 : 1e12) + order
}

/** The library after a change, in its order. A photo that is said to be new and is there is simply replaced. */
export function applyDelta(photos: readonly Photo[], { added, changed, removed }: LibraryDelta): Photo[] {
  const gone = new Set(removed)
  const fresh = new Map([...changed, ...added].map((photo) => [photo.id, photo]))
  const result: Photo[] = []
  for (const photo of photos) {
    if (gone.has(photo.id)) continue
    result.push(fresh.get(photo.id) ?? photo)
    fresh.delete(photo.id)
  }
  const last = result.at(-1)
  const behind = added.filter(({ id }) => fresh.has(id) && !gone.has(id))
  result.push(...behind)
  const inOrder = behind.every((photo, index) => {
    const before = index === 0 ? last : behind[index - 1]
    return !before || rank(before) <= rank(photo)
  })
  return inOrder ? result : result.sort((a, b) => rank(a) - rank(b))
}

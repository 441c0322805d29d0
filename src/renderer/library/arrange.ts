import type { Photo } from '../../shared/contract/entities'

export const sortings = ['added', 'taken', 'name', 'modified', 'size'] as const
export type Sorting = (typeof sortings)[number]

export const filters = ['all', 'made', 'samples', 'missing'] as const
export type Filter = (typeof filters)[number]

/** What of the library is shown, and in which order. */
export interface Arrangement {
  readonly search: string
  readonly filter: Filter
  readonly sorting: Sorting
  readonly descending: boolean
}

/** Numbers in names as people count: 2 before 10. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Names and folders as they are searched, kept as long as their photo. */
const searched = new WeakMap<Photo, string>()

function searchText(photo: Photo): string {
  const known = searched.get(photo)
  if (known !== undefined) return known
  const text = plain(`${photo.name}\n${photo.folder}`)
  searched.set(photo, text)
  return text
}

/** Without case and accents: "Zürich" is found by "zurich". */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Photos that fit, in order. Each word of the search must be in the name or the folder. `made`: ids with results. */
export function arrange(
  photos: readonly Photo[],
  { search, filter, sorting, descending }: Arrangement,
  made: ReadonlySet<string>,
): readonly Photo[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  const fits = photos.filter(
    (photo) => passes(photo, filter, made) && words.every((word) => searchText(photo).includes(word)),
  )
  if (sorting === 'added') return descending ? newestFirst(fits) : fits
  const direction = descending ? -1 : 1
  return fits.sort((a, b) => direction * compare(a, b, sorting))
}

/** Samples, which lie before all others, came at once: among themselves they stay as they are meant to be seen. */
function newestFirst(photos: readonly Photo[]): Photo[] {
  const own = photos.findIndex(({ source }) => source !== 'sample')
  const samples = own < 0 ? photos.length : own
  return [...photos.slice(samples).reverse(), ...photos.slice(0, samples)]
}

function passes(photo: Photo, filter: Filter, made: ReadonlySet<string>): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'made':
      return made.has(photo.id)
    case 'samples':
      return photo.source === 'sample'
    case 'missing':
      return photo.missing
  }
}

function compare(a: Photo, b: Photo, sorting: Exclude<Sorting, 'added'>): number {
  switch (sorting) {
    case 'name':
      return collator.compare(a.name, b.name)
    case 'taken':
      return takenOf(a) - takenOf(b)
    case 'modified':
      return a.modified - b.modified
    case 'size':
      return a.width * a.height - b.width * b.height || a.bytes - b.bytes
  }
}

/** When it was taken, as far as is known: what has no camera's word stands where its file was written. */
function takenOf({ taken, modified }: Photo): number {
  return taken ?? modified
}

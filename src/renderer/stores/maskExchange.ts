import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { decodeRuns } from '../../shared/runs'
import { call, downloadUrl } from '../api'
import {
  likelyReading,
  maskFrom,
  readPicture,
  scaleMask,
  type MaskReading,
  type Picture,
} from '../canvas/maskImage'
import type { MaskRuns } from '../canvas/maskStorage'
import { t } from '../i18n'
import { useDesk } from './desk'
import { useMasks } from './masks'
import { useToasts } from './toasts'

/** A mask that is to take the place of the photo's own, and about which something is to be asked before. */
export interface Offered {
  readonly name: string
  readonly width: number
  readonly height: number
  /** Absent where it is known already what is to be filled. */
  readonly picture?: Picture
  readonly mask?: Uint8Array
}

/** Masks that come from elsewhere and go there: files, and other photos. */
export const useMaskExchange = defineStore('maskExchange', () => {
  const desk = useDesk()
  const masks = useMasks()

  const copied = shallowRef<MaskRuns & { readonly name: string }>()
  const offered = shallowRef<Offered>()
  const reading = shallowRef<MaskReading>('bright')

  const canCopy = computed(() => desk.mask?.bounds !== undefined)
  const canPaste = computed(() => copied.value !== undefined && desk.mask !== undefined)
  const fits = computed(() => {
    const { width, height } = offered.value ?? {}
    return width === desk.photo?.width && height === desk.photo?.height
  })

  function copy(): void {
    const { mask, photo } = desk
    if (!mask?.bounds || !photo) return
    copied.value = { name: photo.name, width: mask.width, height: mask.height, runs: mask.runs() }
    useToasts().show({ tone: 'good', message: t('canvas.exchange.copied', { name: photo.name }) })
  }

  function paste(): void {
    const from = copied.value
    const mask = from && decodeRuns(from.runs, from.width * from.height)
    if (from && mask) offer({ name: from.name, width: from.width, height: from.height, mask })
  }

  async function importFile(file: File): Promise<void> {
    let picture: Picture
    try {
      picture = await readPicture(file)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      const message = t('canvas.exchange.unreadable', { name: file.name })
      useToasts().show({ tone: 'bad', message })
      return
    }
    reading.value = likelyReading(picture)
    const { width, height } = picture
    if (reading.value === 'bright') {
      offer({ name: file.name, width, height, mask: maskFrom(picture, 'bright') })
    } else offer({ name: file.name, width, height, picture })
  }

  /** Asks only where there is something to ask. */
  function offer(what: Offered): void {
    offered.value = what
    if (fits.value && what.mask) accept()
  }

  function accept(): void {
    const from = offered.value
    const { photo, mask } = desk
    offered.value = undefined
    if (!from || !photo || !mask) return
    const bytes = from.mask ?? (from.picture && maskFrom(from.picture, reading.value))
    if (!bytes) return
    desk.showVariant(undefined)
    mask.replace(scaleMask(bytes, from, photo))
    useToasts().show({ tone: 'good', message: t('canvas.exchange.taken', { name: from.name }) })
  }

  function decline(): void {
    offered.value = undefined
  }

  /** The system's or the browser's dialog. */
  function choose(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/*'
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      if (file) void useToasts().attempt(() => importFile(file))
    })
    input.click()
  }

  async function save(as: 'mask' | 'hole'): Promise<void> {
    const { photo } = desk
    if (!photo) return
    await masks.flush(photo.id)
    const answer = await call('masks.export', { photoId: photo.id, as })
    if (answer.how === 'download') {
      const link = document.createElement('a')
      link.href = downloadUrl(answer.address, answer.name)
      link.download = answer.name
      link.click()
    }
    if (answer.how !== 'saved') return
    const message = t('canvas.exchange.saved')
    useToasts().show({ tone: 'good', message, detail: answer.path })
  }

  return {
    ...{ copied, offered, reading, canCopy, canPaste, fits },
    ...{ copy, paste, importFile, choose, accept, decline, save },
  }
})

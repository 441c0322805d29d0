import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch, type Raw } from 'vue'
import type { MethodOutput } from '../../shared/contract/methods'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import { call } from '../api'
import { heatTop } from '../canvas/heat'
import { useDesk } from './desk'
import { useModels } from './models'

/** A part of the photo as the model sees it, and how unlikely it finds each pixel. */
export interface SurpriseMap {
  readonly id: string
  readonly frame: Rectangle
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly levels: number
  readonly nats: number
  /** [height, width] nats. */
  readonly values: Raw<Float32Array>
}

/** A pixel of a map. */
export interface Place {
  readonly map: number
  readonly x: number
  readonly y: number
}

export type Distribution = MethodOutput<'results.distribution'>['values']

/** How unlikely the model finds what is there, pixel by pixel: laid over the photo until it is closed. */
export const useSurprise = defineStore('surprise', () => {
  const desk = useDesk()
  const models = useModels()

  const open = ref(false)
  /** Of the photo itself, though a variant is shown. */
  const ofPhoto = ref(false)
  /** How much of the picture below the colours hide. */
  const strength = ref(0.8)
  const maps = shallowRef<readonly SurpriseMap[]>([])
  const loading = ref(false)
  const error = ref<ErrorValue>()
  const place = ref<Place>()
  /** A pixel that was clicked stays, whatever the pointer does. */
  const pinned = ref(false)
  const distribution = shallowRef<Distribution>()

  /** The variant that is looked at; none where it is the photo. */
  const variant = computed(() => (ofPhoto.value || !desk.shown?.address ? undefined : desk.shown))
  /** By what drew the results, whatever is chosen now. */
  const model = computed(() => {
    const drew = desk.run && models.models.find(({ id }) => id === desk.job?.modelId)
    return drew ?? models.chosen
  })
  const asked = computed(() => {
    const { photo, run } = desk
    const frame = run?.frame ?? desk.framing?.frame ?? whole(photo)
    if (!open.value || !photo || !model.value || !frame) return undefined
    return {
      ...{ photoId: photo.id, modelId: model.value.id, frame: { ...frame } },
      // While a run lasts nobody knows yet what its model saw.
      ...(run && desk.job?.result && { jobId: run.jobId }),
      ...(run && variant.value && { jobId: run.jobId, variant: variant.value.index }),
    }
  })
  const possible = computed(
    () => desk.photo !== undefined && !desk.photo.missing && model.value !== undefined,
  )
  const top = computed(() => heatTop(maps.value.map(({ values }) => values)))
  const nats = computed(() => maps.value.reduce((sum, map) => sum + map.nats, 0))
  const bitsPerValue = computed(() => {
    const count = maps.value.reduce((sum, { width, height, channels }) => sum + width * height * channels, 0)
    return nats.value / (count * Math.LN2)
  })
  const value = computed(() => {
    const map = place.value && maps.value[place.value.map]
    return map && place.value && map.values[place.value.y * map.width + place.value.x]
  })
  const levels = computed(() => (place.value && maps.value[place.value.map]?.levels) ?? 2)

  let looks = 0
  watch(
    () => JSON.stringify(asked.value),
    async () => {
      const look = ++looks
      const request = asked.value
      error.value = undefined
      if (!request) return
      loading.value = true
      try {
        const found = await call('results.surprise', request)
        if (look === looks) show(found.maps)
      } catch (thrown) {
        if (look !== looks) return
        maps.value = []
        error.value = toErrorValue(thrown)
      } finally {
        if (look === looks) loading.value = false
      }
    },
  )

  function show(found: MethodOutput<'results.surprise'>['maps']): void {
    maps.value = found.map(({ map, picture: _picture, ...one }) => ({
      ...one,
      values: markRaw(new Float32Array(Uint8Array.from(map).buffer)),
    }))
    const at = place.value
    const same = at && maps.value[at.map]
    if (!same || at.x >= same.width || at.y >= same.height) leave()
    else void ask()
  }

  /** The last place is told first: a pointer passes over more pixels than anybody looks at. */
  let asking = false
  async function ask(): Promise<void> {
    if (asking) return
    asking = true
    try {
      for (;;) {
        const at = place.value
        const map = at && maps.value[at.map]
        if (!map) return
        const { values } = await call('results.distribution', { id: map.id, x: at.x, y: at.y })
        if (at === place.value && map === maps.value[at.map]) {
          distribution.value = values
          return
        }
      }
    } catch (thrown) {
      error.value = toErrorValue(thrown)
    } finally {
      asking = false
    }
  }

  function point(to: Place): void {
    const at = place.value
    if (at && at.map === to.map && at.x === to.x && at.y === to.y) return
    place.value = to
    void ask()
  }

  /** The pointer is over a pixel. */
  function hover(to: Place): void {
    if (!pinned.value) point(to)
  }

  /** Holds on to a pixel; the same once more lets it go. */
  function pin(to: Place): void {
    const at = place.value
    const again = pinned.value && at?.map === to.map && at.x === to.x && at.y === to.y
    pinned.value = !again
    point(to)
  }

  /** By keys, from the middle on. */
  function move(right: number, down: number): void {
    const at = place.value ?? { map: 0, x: -1, y: -1 }
    const map = maps.value[at.map]
    if (!map) return
    const inside = (wanted: number, length: number): number => Math.max(0, Math.min(length - 1, wanted))
    const start = place.value ? at : { x: Math.floor(map.width / 2), y: Math.floor(map.height / 2) }
    pinned.value = true
    point({
      map: at.map,
      x: inside(start.x + right, map.width),
      y: inside(start.y + down, map.height),
    })
  }

  function leave(): void {
    place.value = undefined
    distribution.value = undefined
    pinned.value = false
  }

  function toggle(): void {
    if (!open.value && !possible.value) return
    open.value = !open.value
    ofPhoto.value = false
    maps.value = []
    leave()
  }
  // Another photo is another matter.
  watch(
    () => desk.photo?.id,
    () => open.value && toggle(),
  )

  return {
    ...{ open, ofPhoto, strength, maps, loading, error, place, pinned, distribution },
    ...{ variant, model, possible, top, nats, bitsPerValue, value, levels },
    ...{ hover, pin, move, leave, toggle },
  }
})

function whole(photo: { width: number; height: number } | undefined): Rectangle | undefined {
  return photo && { x: 0, y: 0, width: photo.width, height: photo.height }
}

import { defineStore } from 'pinia'
import { markRaw, ref, type Raw } from 'vue'
import type { JobPicture } from '../../shared/contract/entities'
import type { RowEvent } from '../../shared/jobEvents'
import { isFinal } from '../../shared/jobs'
import { call, listen as on } from '../api'
import { Preview } from '../canvas/preview'
import { useJobs } from './jobs'

/** An image of a job that makes many: finished, or drawn so far. */
export interface DrawnTile {
  readonly variant: number
  readonly address: string | undefined
  readonly nats: number | undefined
  readonly preview: Raw<Preview> | undefined
  /** Counts drawn rows: changes whenever `preview` does. */
  readonly drawn: number
}

/** Tiles of a job, the newest last: as many as fit into an opened row. */
const mostTiles = 24

/** The newest pictures of samples and folders, as they appear. */
export const useDrawing = defineStore('drawing', () => {
  const tiles = ref(new Map<string, DrawnTile[]>())
  const asked = new Set<string>()

  function of(jobId: string): DrawnTile[] {
    return tiles.value.get(jobId) ?? []
  }

  /** The last one that is finished, to stand for the job. */
  function newest(jobId: string): string | undefined {
    return of(jobId).findLast(({ address }) => address !== undefined)?.address
  }

  /** What is being drawn stays; of what is finished, the newest that there is room for. */
  function put(jobId: string, list: DrawnTile[]): void {
    const unfinished = list.filter(({ address }) => address === undefined)
    const finished = list.filter(({ address }) => address !== undefined)
    const room = Math.max(1, mostTiles - unfinished.length)
    tiles.value.set(jobId, [...finished.slice(-room), ...unfinished])
  }

  function add(jobId: string, pictures: readonly JobPicture[]): void {
    const list = [...of(jobId)]
    for (const { variant, address, nats, role } of pictures) {
      const tile = { variant, address, nats, preview: undefined, drawn: 0 }
      // Of a folder every image has a first completion: only samples are told apart by their number.
      const at = list.findIndex((other) =>
        other.address === undefined
          ? role === 'sample' && other.variant === variant
          : other.address === address,
      )
      if (at >= 0) list[at] = tile
      else list.push(tile)
    }
    // Of many that are finished together some are not told of: what comes before the last is not drawn any more.
    const last = Math.max(...pictures.map(({ variant }) => variant))
    put(
      jobId,
      list.filter(({ address, variant }) => address !== undefined || variant > last),
    )
  }

  function drawRows(jobId: string, rows: readonly RowEvent[]): void {
    if (useJobs().find(jobId)?.kind !== 'sample') return
    const list = [...of(jobId)]
    for (const { variant, row, width, height, pixels } of rows) {
      const frame = { x: 0, y: 0, width, height }
      const at = list.findIndex((tile) => tile.variant === variant)
      const tile = list[at]
      if (tile?.address !== undefined) continue
      const preview = tile?.preview ?? markRaw(new Preview(frame, undefined, Math.max(width, height)))
      preview.drawRow({ frame, width, height }, row, pixels)
      const next = { variant, address: undefined, nats: undefined, preview, drawn: (tile?.drawn ?? 0) + 1 }
      if (at >= 0) list[at] = next
      else list.push(next)
    }
    put(jobId, list)
  }

  /** The pictures of a job that this page did not see being made. */
  async function load(jobId: string): Promise<void> {
    if (asked.has(jobId)) return
    asked.add(jobId)
    add(jobId, (await call('jobs.pictures', { jobId })).pictures)
  }

  function listen(): void {
    on('job.pictures', ({ jobId, pictures }) => add(jobId, pictures))
    on('job.rows', ({ jobId, rows }) => drawRows(jobId, rows))
    on('job.changed', ({ job }) => {
      // What was begun and will not be finished.
      if (isFinal(job.state) && tiles.value.has(job.id)) {
        put(
          job.id,
          of(job.id).filter(({ address }) => address !== undefined),
        )
      }
    })
    on('job.dismissed', ({ jobId }) => {
      tiles.value.delete(jobId)
      asked.delete(jobId)
    })
  }

  return { tiles, of, newest, load, listen }
})

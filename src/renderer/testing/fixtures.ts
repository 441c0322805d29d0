import { createPinia, setActivePinia } from 'pinia'
import type { ModelSummary, Photo } from '../../shared/contract/entities'
import type { TrainingRun } from '../../shared/contract/trainingRun'
import type { JobSnapshot } from '../../shared/jobs'
import { encodeRuns } from '../../shared/runs'
import { usualSettings } from '../../shared/settings'
import { useConnection } from '../api'
import { FakeConnection } from '../api/fakeBridge'

/** A fresh app over a fake connection that answers the first questions of every start. */
export function fakeApp(handlers: FakeConnection['handlers'] = {}): FakeConnection {
  localStorage.clear()
  sessionStorage.clear()
  location.hash = ''
  setActivePinia(createPinia())
  const connection = new FakeConnection({
    'app.info': () => ({
      version: '0.1.0',
      shell: 'browser',
      platform: 'linux',
      dataFolder: '/data',
      cores: 2,
    }),
    'app.takeOpened': () => ({ paths: [] }),
    'settings.get': () => usualSettings,
    'library.list': () => ({ photos: [] }),
    'masks.load': () => ({ mask: null }),
    'masks.save': () => ({}),
    'masks.remove': () => ({}),
    'models.list': () => ({ models: [], damaged: [] }),
    'models.metrics': () => ({ points: [] }),
    'jobs.list': () => ({ jobs: [] }),
    'jobs.pictures': () => ({ pictures: [] }),
    'training.runs': () => ({ runs: [] }),
    'training.sheets': () => ({ sheets: [] }),
    'training.room': () => ({}),
    ...handlers,
  })
  useConnection(connection)
  return connection
}

export function photo(id: string, changes: Partial<Photo> = {}): Photo {
  return {
    id,
    name: `${id}.png`,
    width: 8,
    height: 8,
    addedAt: 1,
    source: 'file',
    order: 0,
    bytes: 100,
    modified: 1,
    folder: '/photos',
    missing: false,
    thumbnail: `thumbnails/${id}`,
    display: `photos/${id}`,
    ...changes,
  }
}

/** A mask of such a photo, as the app keeps it: its lower half, as samples have it. */
export const lowerHalf = { width: 8, height: 8, runs: encodeRuns(new Uint8Array(64).fill(1, 32)) }

export function model(id: string, changes: Partial<ModelSummary> = {}): ModelSummary {
  return {
    id,
    name: id,
    path: `/data/models/${id}`,
    bundled: false,
    configuration: {
      architecture: 'pixelcnn',
      channels: 1,
      levels: 2,
      size: 8,
      hidden: 4,
      layers: 2,
      outputFeatures: 4,
      residual: true,
      skip: false,
    },
    parameters: 1234,
    bytes: 4936,
    updatedAt: 1,
    version: '1',
    resumable: false,
    ...changes,
  }
}

export function job(id: string, changes: Partial<JobSnapshot> = {}): JobSnapshot {
  return { id, kind: 'complete', state: 'running', title: `Job ${id}`, createdAt: 1, ...changes }
}

export function run(modelId: string, changes: Partial<TrainingRun> = {}): TrainingRun {
  return {
    modelId,
    name: modelId,
    configuration: model(modelId).configuration,
    data: '/pictures',
    step: 0,
    seconds: 1,
    checkpoints: [],
    course: [],
    choices: {},
    updatedAt: 1,
    ...changes,
  }
}

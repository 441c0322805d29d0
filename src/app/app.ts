import type { Engine } from '../engine/hosts/channel'
import type { Host } from '../engine/host'
import type { Reply } from '../shared/contract/api'
import type { MethodInput, MethodName, MethodOutput } from '../shared/contract/methods'
import type { RuntimeReport } from '../shared/runtimes'
import type { EventListener } from './events'
import type { TensorflowStore } from './runtimes/tensorflow/tensorflowStore'
import type { PictureThreads } from './images/pictureThreads'
import type { Shell } from './shell'

/** What differs between the window, `serve` and tests. */
export interface AppOptions {
  /** Absolute path, made on demand (see `resolveDataFolder`). */
  readonly dataFolder: string
  /** Where data are kept unless moved; absent where the data folder can't be moved by the app. */
  readonly usualFolder?: string | undefined
  /** Ends the app and starts it again; absent where that is somebody else's to do. */
  readonly restart?: () => void
  /** The folder with bundled models and sample photos (see `findResources`). */
  readonly resources: string
  readonly engine: Engine
  readonly host: Host
  readonly shell: Shell
  /** Decodes photos for the window off this thread; in it where left out. Closed with the app. */
  readonly pictures?: PictureThreads
  readonly version: string
  /** What this machine can run; measured in the engine's world, never here. */
  readonly reportRuntimes: () => Promise<RuntimeReport[]>
  /** TensorFlow in this data folder, and its coming and going. */
  readonly tensorflow: TensorflowStore
  /** Absent where no page of a browser can lend its graphics card. */
  readonly browserCard?: BrowserCard
  /** Files that the system asked to open and nobody has taken yet; forgets them. A window only. */
  readonly takeOpened?: () => string[]
  /** Where remarks for the curious go besides the log's file; standard error where left out. */
  readonly log?: (message: string) => void
}

/** The graphics card that a page of a browser lends. */
export interface BrowserCard {
  /** Whether one does now. */
  isOffered(): boolean
  /** What it is and takes for a small model; measured, so it must be offered. */
  report(): Promise<RuntimeReport>
}

/** A file that an image address stands for. */
export interface ImageFile {
  readonly path: string
  readonly contentType: string
}

/** The app without a window: everything a transport needs, and nothing it doesn't. */
export interface App {
  /** Any request of the contract, unchecked as it came in. Never rejects. */
  dispatch(method: string, input: unknown): Promise<Reply<unknown>>
  /** The same for callers in this process, typed. */
  invoke<M extends MethodName>(method: M, input: MethodInput<M>): Promise<Reply<MethodOutput<M>>>
  /** Returns the function that stops listening. */
  subscribe(listener: EventListener): () => void
  /** The file behind a relative image address, inside allowed folders only. Never rejects. */
  resolveImage(address: string): Promise<Reply<ImageFile>>
  /** Writes a remark into the log, for whoever looks for a mistake. */
  log(message: string): void
  /** Cancels what runs and ends the engine's processes. */
  close(): Promise<void>
}

export type CreateApp = (options: AppOptions) => Promise<App>

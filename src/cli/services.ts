import type { TensorflowStore } from '../app/runtimes/tensorflow/tensorflowStore'
import type { Engine } from '../engine/hosts/channel'
import type { DamagedModel, ModelSummary } from '../shared/contract/entities'
import type { Measurement } from '../app/runtimes/auto/measure'
import type { TimedRequest } from '../app/runtimes/auto/request'
import type { ConcreteRuntime, RuntimeReport } from '../shared/runtimes'

/** What commands work with. Opened when a command needs it, so that `--help` costs nothing. */
export interface Services {
  readonly version: string
  /** Where models, photos and jobs are kept; it may not exist yet. */
  readonly dataFolder: string
  readonly engine: Engine
  /** The absolute path of a model given as a folder or as an id that `models` lists. */
  modelFolder(model: string): Promise<string>
  /** What the model in a folder was trained on, where it says so. Throws `model-damaged` and `not-found`. */
  trainedOn(folder: string): Promise<string | undefined>
  listModels(): Promise<{ models: ModelSummary[]; damaged: DamagedModel[] }>
  /** A model folder, or a file that `exportModel` made. */
  importModel(path: string): Promise<ModelSummary>
  /** Copies a model out of the data folder into a folder, or a file that ends in .pixelloom, to make. */
  exportModel(model: string, out: string): Promise<void>
  runtimes(): Promise<RuntimeReport[]>
  /** Times work on a runtime, in a process of its own, for at most so many seconds. Throws `cancelled` only. */
  measure(
    runtime: ConcreteRuntime,
    request: TimedRequest,
    limits: { readonly seconds: number; readonly signal: AbortSignal },
  ): Promise<Measurement>
  readonly tensorflow: TensorflowStore
  serve(request: ServeRequest): Promise<Served>
  close(): Promise<void>
}

export interface ServeRequest {
  /** 0 takes any free one. */
  readonly port: number
  /** The one-time token was used; the next visitor needs this address. */
  readonly onAddress: (address: string) => void
}

export interface Served {
  /** With a one-time token. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

export type OpenServices = (choices: { dataFolder: string | undefined; cwd: string }) => Services

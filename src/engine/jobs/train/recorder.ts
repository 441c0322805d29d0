import { note } from '../../../shared/jobEvents'
import type { MetricsPoint } from '../../../shared/jobs'
import type { Network } from '../../models/network'
import type { Trainer } from '../../optimizers/trainer'
import type { TrainSpecification } from '../../protocol/specifications'
import { saveCheckpoint } from '../../storage/checkpoints'
import { appendMetrics, cutMetrics } from '../../storage/metrics'
import type { TrainingRecord } from '../../storage/modelDocument'
import type { StoredTensor } from '../../storage/safetensors'
import { readModelDocument, writeModelDocument, writeModelFolder } from '../../storage/modelFolder'
import type { Position, SessionEnd } from '../../training/session'
import type { JobContext } from '../context'
import type { TrainingSettings } from './plan'

/** Writes what a training leaves on disk: the best weights, checkpoints, the curve. */
export class TrainingRecorder {
  /** Points not on disk yet; a crash loses only those that the checkpoint will make again. */
  #points: MetricsPoint[] = []

  constructor(
    private readonly context: JobContext,
    private readonly spec: Pick<TrainSpecification, 'out' | 'name'>,
    private readonly network: Network,
    private readonly trainer: Trainer,
    private readonly settings: TrainingSettings,
    /** How the model came to be that a conditioning network is trained beside. */
    private readonly before?: TrainingRecord,
  ) {}

  /** Makes the folder a model from the first moment, and forgets points that a crash left beyond the checkpoint. */
  async begin(position: Position, parameters: number): Promise<void> {
    const kept = await cutMetrics(this.context.host, this.spec.out, position.step)
    if (kept.length > 0) this.context.emit({ type: 'metrics', points: kept })
    if (position.step === 0) await this.writeModel(position)
    this.context.emit(note('notes.weights', { weights: parameters, images: this.settings.images ?? 0 }))
  }

  point(point: MetricsPoint): void {
    this.#points.push(point)
    this.context.emit({ type: 'metrics', points: [point] })
  }

  async keepBest(position: Position): Promise<void> {
    await this.writeModel(position)
  }

  async saveCheckpoint(position: Position): Promise<void> {
    await this.flush()
    // Until the held-out images have been looked at once, the latest weights are the best there are.
    if (!position.best) await this.writeModel(position)
    await saveCheckpoint(
      this.context.host,
      this.spec.out,
      {
        step: position.step,
        weights: this.stored(await this.trainer.weights()),
        optimizer: await this.stateTensors(),
        state: { position, settings: this.settings },
      },
      { keep: this.settings.keep, best: position.best?.step },
    )
  }

  async finish(position: Position, because: SessionEnd['because']): Promise<void> {
    await this.flush()
    if (!position.best) return this.writeModel(position, because)
    // The weights stay those of the best step; the record says how long was trained.
    const document = await readModelDocument(this.context.host, this.spec.out)
    const own = this.network.conditioner ? 'conditionerTraining' : 'training'
    const record = { ...document[own], ...this.record(position), stoppedBecause: because }
    await writeModelDocument(this.context.host, this.spec.out, { ...document, [own]: record })
  }

  /** Puts the points of the curve on disk that came since the last checkpoint. */
  async flush(): Promise<void> {
    const count = this.#points.length
    await appendMetrics(this.context.host, this.spec.out, this.#points.slice(0, count))
    this.#points.splice(0, count)
  }

  private record({ step, seconds, best }: Position): TrainingRecord {
    // How far it was to go, how often to look and how many at a time are no part of what the model came to be.
    const { limit: _l, checkEvery: _c, binarize: _b, keep: _k, ...settings } = this.settings
    const { earlyStop: _e, patience: _p, microBatch: _m, ...lasting } = settings
    return {
      ...lasting,
      ...{ steps: step, seconds },
      ...(best && { bestValidationNats: best.nats, bestStep: best.step }),
    }
  }

  private async writeModel(position: Position, because?: SessionEnd['because']): Promise<void> {
    const record = { ...this.record(position), ...(because && { stoppedBecause: because }) }
    await writeModelFolder(this.context.host, this.spec.out, {
      configuration: this.network.configuration,
      weights: this.stored(await this.trainer.averaged()),
      ...(this.spec.name !== undefined && { name: this.spec.name }),
      ...(this.network.conditioner
        ? { conditionerTraining: record, ...(this.before && { training: this.before }) }
        : { training: record }),
    })
  }

  private stored(values: ReadonlyMap<string, Float32Array>): Map<string, StoredTensor> {
    return new Map(
      this.network.parameters.flatMap(({ name, shape }) => {
        const data = values.get(name)
        return data ? [[name, { shape, data }] as const] : []
      }),
    )
  }

  /** The trainer's state, each array with the shape of the parameter whose name ends its own. */
  private async stateTensors(): Promise<Map<string, StoredTensor>> {
    const shapes = new Map(this.network.parameters.map(({ name, shape }) => [name, shape]))
    return new Map(
      [...(await this.trainer.state())].map(([key, data]) => {
        const shape = shapes.get(key.slice(key.lastIndexOf('/') + 1)) ?? [data.length]
        return [key, { shape, data }]
      }),
    )
  }
}

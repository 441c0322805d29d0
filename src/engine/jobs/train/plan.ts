import { z } from 'zod'
import { failure } from '../../../shared/errors'
import {
  type AskedConfiguration,
  binarizationSchema,
  type ModelConfiguration,
} from '../../../shared/model/configuration'
import { patience } from '../../../shared/plateau'
import type { ImageSet } from '../../data/imageSet'
import { conditionerPrefix } from '../../models/conditioner'
import { createNetwork } from '../../models/createNetwork'
import type { Network } from '../../models/network'
import { checkWeights, initialWeights, type FlatWeights } from '../../models/weights'
import { trainingLimitSchema, type TrainSpecification } from '../../protocol/specifications'
import { trainingChoices } from '../../protocol/trainingChoices'
import { splitState } from '../../optimizers/trainerState'
import { checkpointAt, latestCheckpoint } from '../../storage/checkpoints'
import type { TrainingRecord } from '../../storage/modelDocument'
import { readModelFolder } from '../../storage/modelFolder'
import type { StoredTensor } from '../../storage/safetensors'
import { hasEnd, isReached } from '../../training/limits'
import { hasLength } from '../../training/schedule'
import { start, type Position } from '../../training/session'
import { completeConfiguration } from '../../training/settings'
import type { JobContext } from '../context'

const positionSchema = z.object({
  step: z.number(),
  seconds: z.number(),
  best: z.object({ step: z.number(), nats: z.number() }).optional(),
  stale: z.number(),
  losses: z.array(z.number()),
  /** Not there in checkpoints of the first version. */
  trend: z
    .object({
      seen: z.number(),
      mean: z.number(),
      start: z.number().optional(),
      best: z.number().optional(),
      above: z.number(),
    })
    .optional(),
  lookDue: z.boolean().optional(),
})

/** What decides every number of a training, besides the data: kept in each checkpoint. */
const settingsSchema = z.object({
  data: z.string(),
  images: z.number().optional(),
  batch: z.number(),
  /** The most images that are worked on at once. */
  microBatch: z.number().int().positive().optional(),
  learningRate: z.number(),
  // Their defaults are what the first version did, which had no choice.
  ...trainingChoices,
  seed: z.number(),
  validation: z.number(),
  checkEvery: z.number().optional(),
  limit: trainingLimitSchema,
  binarize: binarizationSchema.optional(),
  /** Checkpoints that are kept, besides that of the best step. */
  keep: z.number().int().min(1).default(2),
  /** Ends before its limit where validation no longer falls. */
  earlyStop: z.boolean().default(false),
  /** Looks without a new best after which it no longer falls. */
  patience: z.number().int().min(1).default(patience),
})
export type TrainingSettings = z.infer<typeof settingsSchema>

/** What `state.json` of a checkpoint holds of ours. */
export const trainingStateSchema = z.object({ position: positionSchema, settings: settingsSchema })

const defaultLearningRate = 1e-3

/** Where a training begins: what it is to be, before its images are known. */
export interface TrainingPlan {
  readonly settings: TrainingSettings
  readonly position: Position
  /** What was asked for, or what the folder already is. */
  readonly configuration: AskedConfiguration
  readonly weights?: ReadonlyMap<string, StoredTensor>
  readonly optimizer?: ReadonlyMap<string, StoredTensor>
  /** How the model came to be that a conditioning network is trained beside; it stays so. */
  readonly before?: TrainingRecord
}

/** A fresh training, from random weights or from those of another model. `model-exists`. */
export async function planTraining(context: JobContext, spec: TrainSpecification): Promise<TrainingPlan> {
  const { storage } = context.host
  if ((await storage.kind(storage.join(spec.out, 'model.json'))) !== 'missing') {
    throw failure('training.exists', { path: spec.out }, spec.out)
  }
  const settings = settingsSchema.parse({ ...spec, learningRate: spec.learningRate ?? defaultLearningRate })
  const { schedule } = settings
  if (!hasLength(settings)) throw failure('training.endless', { schedule }, 'schedule')
  const { conditioner } = spec.configuration
  if (spec.from === undefined) {
    if (!conditioner) return { settings, position: start, configuration: spec.configuration }
    throw failure('training.conditionerAlone', {}, 'conditioner')
  }
  const model = await readModelFolder(context.host, spec.from)
  const { conditioner: earlier, ...own } = withoutSmallConditioner(model.configuration)
  for (const [key, value] of Object.entries(spec.configuration)) {
    if (key === 'conditioner' && !earlier) continue
    if (isMet(value, model.configuration[key as keyof ModelConfiguration])) continue
    throw failure('training.fixed', { name: key, from: spec.from }, key)
  }
  // Without being asked for it is not trained, and would no longer fit the model beside it.
  const configuration = conditioner ? { ...own, conditioner: { ...earlier, ...conditioner } } : own
  const before = conditioner && model.document.training
  const weights =
    spec.fromStep === undefined ? model.weights : await weightsAt(context, spec.from, spec.fromStep)
  return { settings, position: start, configuration, weights, ...(before && { before }) }
}

/** A small model that is trained further has no conditioning network any more: the one it had would no longer fit. */
function withoutSmallConditioner({ small, ...large }: ModelConfiguration): ModelConfiguration {
  if (!small) return large
  const { conditioner: _, ...shape } = small
  return { ...large, small: shape }
}

/** What the model was at a checkpoint: the average of its weights, where one was kept. */
async function weightsAt(
  { host }: JobContext,
  model: string,
  step: number,
): Promise<ReadonlyMap<string, StoredTensor>> {
  const { weights, optimizer } = await checkpointAt(host, model, step)
  const state = new Map([...optimizer].map(([name, { data }]) => [name, data]))
  const { average } = splitState(state)
  return new Map(
    [...weights].map(([name, { shape, data }]) => [name, { shape, data: average.get(name) ?? data }]),
  )
}

/** Whether what was asked for is what is there; of a small model all that was asked of it. */
function isMet(asked: unknown, is: unknown): boolean {
  if (typeof asked !== 'object' || asked === null) return asked === undefined || asked === is
  const fields: Record<string, unknown> = { ...(is as object | undefined) }
  return Object.entries(asked).every(([key, value]) => isMet(value, fields[key]))
}

/** The training that a model folder's last whole checkpoint belongs to. `not-found` where there is none. */
export async function planResumption(context: JobContext, spec: TrainSpecification): Promise<TrainingPlan> {
  const { configuration } = await readModelFolder(context.host, spec.out)
  const { checkpoint, damaged } = await latestCheckpoint(context.host, spec.out)
  if (damaged.length > 0) context.emit({ type: 'skipped', files: damaged })
  if (!checkpoint) throw failure('training.noCheckpoint', { path: spec.out }, spec.out)
  const state = trainingStateSchema.safeParse(checkpoint.state)
  if (!state.success) throw failure('training.notOurs', { path: spec.out, step: checkpoint.step }, spec.out)
  const { position, settings } = state.data
  // A limit that was reached has done its work: going on means beyond it.
  const earlier = isReached(settings.limit, position) ? {} : settings.limit
  return {
    position,
    settings: {
      ...settings,
      data: spec.data || settings.data,
      learningRate: spec.learningRate ?? settings.learningRate,
      limit: hasEnd(spec.limit) ? spec.limit : earlier,
      microBatch: spec.microBatch ?? settings.microBatch,
      keep: spec.keep ?? settings.keep,
      earlyStop: spec.earlyStop ?? settings.earlyStop,
      patience: spec.patience ?? settings.patience,
    },
    configuration,
    weights: checkpoint.weights,
    optimizer: checkpoint.optimizer,
  }
}

/** The network that a plan trains on these images, and the weights it begins with. */
export function beginWith(
  plan: TrainingPlan,
  images: ImageSet,
): { network: Network; weights: FlatWeights; configuration: ModelConfiguration } {
  const asked = { ...plan.configuration, binarize: plan.settings.binarize ?? plan.configuration.binarize }
  const configuration = completeConfiguration(asked, images)
  const network = createNetwork(configuration)
  const fresh = initialWeights(network, plan.settings.seed)
  const weights = plan.weights ? checkWeights(network, withFresh(plan.weights, network, fresh)) : fresh
  return { network, weights, configuration }
}

/** A model's tensors with those of a conditioning network that it doesn't have yet. */
function withFresh(
  tensors: ReadonlyMap<string, StoredTensor>,
  network: Network,
  fresh: FlatWeights,
): ReadonlyMap<string, StoredTensor> {
  const added = network.parameters.flatMap(({ name, shape }): [string, StoredTensor][] => {
    const data = fresh.get(name)
    const isMissing = name.startsWith(conditionerPrefix) && !tensors.has(name)
    return isMissing && data ? [[name, { shape: [...shape], data }]] : []
  })
  return added.length > 0 ? new Map([...tensors, ...added]) : tensors
}

import { joined } from '../../models/flatWeights'
import type { Network } from '../../models/network'
import { flatOptimizer } from '../../optimizers/flatOptimizer'
import { partSize } from '../../optimizers/parts'
import { type CompiledPlan, compilePlan, type PlanShape } from '../../plans/compile'
import type {
  DeviceArrays,
  DevicePlan,
  DevicePlanUse,
  DeviceStep,
  DeviceStepResult,
} from '../../plans/device'
import { fillHidden } from '../../plans/planConditioner'
import { lineFloats } from '../../plans/words'
import { Addresses } from './addresses'
import { Arena, type Recorded } from './arena'
import type { OpenDevice } from './device'
import {
  type Dispatch,
  dispatchesOf,
  judgeDispatch,
  optimizerDispatches,
  panelColumns,
  type StepPlaces,
} from './dispatches'
import { optimizerWords } from './optimizerWords'

/** A compiled plan in the form that a device runs. */
export interface DeviceProgram {
  readonly compiled: CompiledPlan
  readonly addresses: Addresses
  /** Floats of the arena, and of the scratch memory beside it. */
  readonly floats: number
  readonly scratch: number
  /** See `dispatchesOf`. */
  readonly stepsApart: number
}

/** Plans a network for a device that binds `most` bytes at once: as many images at a time as fit. */
export function deviceProgram(
  network: Network,
  use: DevicePlanUse,
  { most, stepsApart }: { readonly most: number; readonly stepsApart: number },
): DeviceProgram {
  const { batch, height, width, conditioned, training, atOnce = batch } = use
  const extraArrays = training
    ? flatOptimizer(training.optimizer).arrays.length + (training.average ? 1 : 0)
    : 0
  const shape: PlanShape = {
    ...{ batch, height, width, train: training !== undefined, extraArrays },
    ...(conditioned && { conditioned }),
  }
  for (let chunk = partSize(batch, atOnce); ; chunk = Math.ceil(chunk / 2)) {
    const compiled = compilePlan({ panel: panelColumns, threads: 1, chunk }, network, shape)
    const addresses = new Addresses(compiled.localAt, compiled.tables)
    const floats = compiled.localAt + compiled.localFloats
    const all = [...programsOf(compiled, addresses, batch), ...programsOf(compiled, addresses, 1)]
    const scratch = Math.max(compiled.count, ...all.map((dispatch) => dispatch.scratch))
    if (chunk === 1 || Math.max(floats, scratch) * 4 <= most) {
      return { compiled, addresses, floats, scratch, stepsApart }
    }
  }
}

function programsOf({ programs }: CompiledPlan, addresses: Addresses, images: number): Dispatch[] {
  return [
    ...dispatchesOf(programs.pack, addresses, images),
    ...dispatchesOf(programs.run, addresses, images),
    ...dispatchesOf(programs.sum, addresses, images),
  ]
}

/** A plan whose memory lies on a device, run there. */
export class WebgpuPlan implements DevicePlan {
  readonly shape: PlanShape
  readonly bytes: number
  private readonly arena: Arena
  private readonly pack: Recorded
  /** The run of the last number of images. */
  private running: { readonly count: number; readonly recorded: Recorded } | undefined
  private stepping: Recorded | undefined

  constructor(
    private readonly open: OpenDevice,
    private readonly network: Network,
    private readonly program: DeviceProgram,
    private readonly training: DevicePlanUse['training'],
  ) {
    const { compiled, addresses, floats, scratch } = program
    this.shape = compiled.shape
    this.arena = new Arena(open, floats, addresses.integers, scratch)
    this.bytes = this.arena.bytes
    this.pack = this.arena.record(dispatchesOf(compiled.programs.pack, addresses, 1))
  }

  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    this.arena.write(this.program.compiled.pieces.weights.offset, joined(this.network, weights))
    this.arena.run(this.pack)
  }

  async run(levels: ArrayLike<number>, count: number, unknown?: Uint8Array): Promise<Float32Array> {
    this.put(levels, count, unknown)
    this.arena.run(this.runOf(count))
    const { nats } = this.program.compiled.pieces
    const [found] = await this.arena.read([{ at: nats.offset, length: count * lineFloats }])
    return firstOfLines(found, count)
  }

  async step(
    levels: ArrayLike<number>,
    count: number,
    step: DeviceStep,
    unknown?: Uint8Array,
  ): Promise<DeviceStepResult> {
    const { compiled, addresses } = this.program
    const { nats, squares } = compiled.pieces
    if (!this.training) throw new Error('a plan that nobody trains')
    this.put(levels, count, unknown)
    this.arena.run(this.runOf(count))
    const places: StepPlaces = {
      ...{ nats: nats.offset, images: count, flags: squares.offset, count: compiled.count },
    }
    const words = optimizerWords(this.training, compiled, step)
    if (this.stepping) this.arena.forget(this.stepping)
    this.stepping = this.arena.record([
      ...dispatchesOf(compiled.programs.sum, addresses, 1),
      judgeDispatch(places, step.limit),
      ...optimizerDispatches(places, words),
    ])
    this.arena.run(this.stepping)
    this.arena.run(this.pack)
    const [found, flags] = await this.arena.read([
      { at: nats.offset, length: count * lineFloats },
      { at: squares.offset, length: 4 },
    ])
    return {
      nats: firstOfLines(found, count),
      gradientNorm: flags?.[0] ?? NaN,
      taken: flags?.[2] === 1,
      stillNumbers: flags?.[3] === 0,
    }
  }

  write({ weights, state, average }: DeviceArrays): void {
    const { pieces } = this.program.compiled
    this.arena.write(pieces.weights.offset, weights)
    const all = [...state, ...(average ? [average] : [])]
    all.forEach((array, i) => this.arena.write(pieces.extras[i]?.offset ?? 0, array))
    this.arena.run(this.pack)
  }

  async read(): Promise<DeviceArrays> {
    const { pieces, count } = this.program.compiled
    const parts = [pieces.weights, ...pieces.extras].map(({ offset }) => ({ at: offset, length: count }))
    const [weights = new Float32Array(), ...extras] = (await this.arena.read(parts)).map((a) => a.slice())
    if (!this.training?.average) return { weights, state: extras }
    return { weights, state: extras.slice(0, -1), average: extras.at(-1) }
  }

  /** The gradients of the last run, in the order of the weights: for tests. */
  async gradients(): Promise<Float32Array> {
    const { compiled, addresses } = this.program
    const sum = this.arena.record(dispatchesOf(compiled.programs.sum, addresses, 1))
    this.arena.run(sum)
    const [found = new Float32Array()] = await this.arena.read([
      { at: compiled.pieces.gradients.offset, length: compiled.count },
    ])
    this.arena.forget(sum)
    return found.slice()
  }

  dispose(): void {
    this.arena.dispose()
  }

  private runOf(count: number): Recorded {
    if (this.running?.count === count) return this.running.recorded
    if (this.running) this.arena.forget(this.running.recorded)
    const { compiled, addresses, stepsApart } = this.program
    const recorded = this.arena.record(dispatchesOf(compiled.programs.run, addresses, count, stepsApart))
    this.running = { count, recorded }
    return recorded
  }

  /** Puts images in, and what is hidden of them. */
  private put(levels: ArrayLike<number>, count: number, unknown?: Uint8Array): void {
    const { configuration } = this.network
    const { batch, height, width } = this.shape
    if (count > batch) throw new Error(`${count} images for a plan of ${batch}`)
    const cells = height * width
    const length = cells * configuration.channels
    if (levels.length < count * length) throw new Error(`${levels.length} levels for ${count} images`)
    const { pixels, hidden } = this.program.compiled.pieces
    if ((hidden === undefined) !== (unknown === undefined))
      throw new Error('hidden pixels, but no plan for them')
    const stride = pixels.floats / batch
    const places = new Float32Array(count * stride)
    for (let image = 0; image < count; image++) {
      for (let i = 0; i < length; i++) places[image * stride + i] = levels[image * length + i] ?? 0
    }
    this.arena.write(pixels.offset, places)
    if (!hidden || !unknown) return
    const [seen, counts] = [new Float32Array(hidden.seen.floats), new Float32Array(hidden.counts.floats)]
    fillHidden(seen, counts, { levels, unknown, count, cells, batch, configuration })
    this.arena.write(hidden.seen.offset, seen)
    this.arena.write(hidden.counts.offset, counts)
  }
}

function firstOfLines(found: Float32Array | undefined, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, image) => found?.[image * lineFloats] ?? NaN)
}

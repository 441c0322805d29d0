import { deviceLost } from '../../plans/deviceLost'
import { type KernelName, sourceOf } from './kernels'

/**
 * The kernels of a card, each compiled when work first asks for it: no model needs all of them, and compiling one takes
 * a driver up to a second, and what imitates a card several.
 */
export class Pipelines {
  private readonly made = new Map<KernelName, GPUComputePipeline>()
  private readonly making = new Map<KernelName, Promise<void>>()
  private readonly layout: GPUPipelineLayout

  constructor(
    private readonly device: GPUDevice,
    bound: GPUBindGroupLayout,
    /** Invocations of the workgroups that draw. */
    private readonly drawingThreads: number,
  ) {
    this.layout = device.createPipelineLayout({ bindGroupLayouts: [bound] })
  }

  /** One that `prepare` has made. */
  get(name: KernelName): GPUComputePipeline {
    const pipeline = this.made.get(name)
    if (!pipeline) throw new Error(`the kernel ${name} is not compiled`)
    return pipeline
  }

  /**
   * Compiles those that are not there yet, side by side; undefined where all are. Rejects as where the card is lost, since a
   * card whose driver compiles none of it is of no more use.
   */
  prepare(names: Iterable<KernelName>): Promise<void> | undefined {
    const missing = [...new Set(names)].filter((name) => !this.made.has(name))
    return missing.length > 0 ? this.compiled(missing) : undefined
  }

  private async compiled(names: readonly KernelName[]): Promise<void> {
    await Promise.all(
      names.map((name) => {
        const making = this.making.get(name) ?? this.make(name)
        this.making.set(name, making)
        return making
      }),
    )
  }

  private async make(name: KernelName): Promise<void> {
    const { device, layout, drawingThreads } = this
    const module = device.createShaderModule({ label: name, code: sourceOf(name) })
    const constants =
      name === 'sample' || name === 'sampleHalves'
        ? { constants: { threads: drawingThreads, halves: name === 'sampleHalves' ? 1 : 0 } }
        : {}
    const compute = { module, entryPoint: 'main', ...constants }
    try {
      this.made.set(name, await device.createComputePipelineAsync({ layout, compute }))
    } catch (thrown) {
      throw deviceLost(thrown instanceof Error ? thrown.message : String(thrown))
    }
  }
}

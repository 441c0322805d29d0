import type { CommandList } from '../../shared/remoteGpu/calls'

/** What an engine may name by number. */
interface Kinds {
  readonly adapter: GPUAdapter
  readonly device: GPUDevice
  readonly bindGroupLayout: GPUBindGroupLayout
  readonly pipelineLayout: GPUPipelineLayout
  readonly shaderModule: GPUShaderModule
  readonly pipeline: GPUComputePipeline
  readonly buffer: GPUBuffer
  readonly bindGroup: GPUBindGroup
  readonly commands: CommandList
}
type Kind = keyof Kinds

/** The objects of WebGPU that an engine names by number, and whose device each is. */
export class CardObjects {
  private readonly all = new Map<
    number,
    { readonly kind: Kind; readonly object: Kinds[Kind]; readonly device: number }
  >()

  /** Throws where that number is taken. */
  keep<K extends Kind>(kind: K, id: number, object: Kinds[K], device = id): void {
    if (this.all.has(id)) throw new Error(`There are two objects of number ${id}.`)
    this.all.set(id, { kind, object, device })
  }

  /** Throws where there is no such object. */
  get<K extends Kind>(kind: K, id: number): Kinds[K] {
    const found = this.all.get(id)
    if (found?.kind !== kind) throw new Error(`There is no ${kind} of number ${id}.`)
    return found.object as Kinds[K]
  }

  /** The device that an object is of. */
  deviceOf(id: number): GPUDevice {
    return this.get('device', this.all.get(id)?.device ?? id)
  }

  /** With a device goes all that is its own. */
  forget(id: number): void {
    const isDevice = this.all.get(id)?.kind === 'device'
    this.all.delete(id)
    if (!isDevice) return
    for (const [other, { device }] of this.all) if (device === id) this.all.delete(other)
  }

  /** Frees all memory on the card. */
  destroyAll(): void {
    for (const { kind, object } of this.all.values()) {
      if (kind === 'device') (object as GPUDevice).destroy()
    }
    this.all.clear()
  }

  destroy(id: number): void {
    const found = this.all.get(id)
    if (found?.kind !== 'device' && found?.kind !== 'buffer') {
      throw new Error(`There is nothing to destroy of number ${id}.`)
    }
    ;(found.object as GPUDevice | GPUBuffer).destroy()
  }
}

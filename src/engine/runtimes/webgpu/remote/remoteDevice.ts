import type { LayoutEntry } from '../../../../shared/remoteGpu/calls'
import { longestBody } from '../../../../shared/remoteGpu/frames'
import { Dependents } from './dependents'
import { KeptCommands } from './keptCommands'
import type { Line } from './line'
import { RemoteBuffer } from './remoteBuffer'
import { RemoteCommands, RemoteEncoder } from './remoteCommands'
import { idOf, posing, RemoteObject } from './remoteObject'

type Used =
  | 'limits'
  | 'lost'
  | 'createBindGroupLayout'
  | 'createPipelineLayout'
  | 'createShaderModule'
  | 'createComputePipelineAsync'
  | 'createBuffer'
  | 'createBindGroup'
  | 'createCommandEncoder'
  | 'pushErrorScope'
  | 'popErrorScope'
  | 'destroy'

/** A device elsewhere: as much of one as plans use, each call a message. */
export class RemoteDevice extends RemoteObject implements Pick<GPUDevice, Used> {
  readonly lost: Promise<GPUDeviceLostInfo>
  readonly queue: GPUQueue
  private isLost = false
  private tellLost: (info: GPUDeviceLostInfo) => void = () => undefined
  private readonly dependents = new Dependents()
  private readonly commands: KeptCommands

  constructor(
    id: number,
    private readonly line: Line,
    /** Those that it was asked to have. */
    readonly limits: GPUSupportedLimits,
  ) {
    super(id)
    this.lost = new Promise((resolve) => (this.tellLost = resolve))
    this.commands = new KeptCommands(line, id, this.dependents)
    const queue: Pick<GPUQueue, 'writeBuffer' | 'submit'> = {
      writeBuffer: (buffer, offset, data) => this.write(buffer, offset, data),
      submit: (buffers) => this.submit(buffers),
    }
    this.queue = posing<GPUQueue>(queue)
  }

  createBindGroupLayout({ entries }: GPUBindGroupLayoutDescriptor): GPUBindGroupLayout {
    const sent = [...entries].map(({ binding, visibility, buffer }): LayoutEntry => ({
      ...{ binding, visibility, type: buffer?.type ?? 'uniform' },
      hasDynamicOffset: buffer?.hasDynamicOffset ?? false,
    }))
    const id = this.newId()
    this.tell({ call: 'bindGroupLayout', id, device: this.id, entries: sent })
    return posing<GPUBindGroupLayout>(new RemoteObject(id))
  }

  createPipelineLayout({ bindGroupLayouts }: GPUPipelineLayoutDescriptor): GPUPipelineLayout {
    const layouts = [...bindGroupLayouts].map(idOf)
    const id = this.newId()
    this.tell({ call: 'pipelineLayout', id, device: this.id, layouts })
    return posing<GPUPipelineLayout>(new RemoteObject(id))
  }

  createShaderModule({ label = '', code }: GPUShaderModuleDescriptor): GPUShaderModule {
    const id = this.newId()
    this.tell({ call: 'shaderModule', id, device: this.id, label, code })
    return posing<GPUShaderModule>(new RemoteObject(id))
  }

  async createComputePipelineAsync(descriptor: GPUComputePipelineDescriptor): Promise<GPUComputePipeline> {
    const { layout, compute } = descriptor
    const to = this.newId()
    await this.line.ask(
      {
        ...{ call: 'pipeline', to, device: this.id, module: idOf(compute.module) },
        layout: layout === 'auto' ? 0 : idOf(layout),
        entryPoint: compute.entryPoint ?? 'main',
        constants: { ...compute.constants },
      },
      'made',
    )
    return posing<GPUComputePipeline>(new RemoteObject(to))
  }

  createBuffer({ size, usage }: GPUBufferDescriptor): GPUBuffer {
    const id = this.newId()
    this.tell({ call: 'buffer', id, device: this.id, size, usage })
    this.dependents.add(id, [])
    return posing<GPUBuffer>(new RemoteBuffer(id, this.line, size, usage, () => this.destroyBuffer(id)))
  }

  createBindGroup({ layout, entries }: GPUBindGroupDescriptor): GPUBindGroup {
    const id = this.newId()
    const bound = [...entries].map(({ binding, resource }) => {
      if (!('buffer' in resource)) throw new TypeError('only buffers are bound')
      return {
        binding,
        buffer: idOf(resource.buffer),
        ...(resource.size !== undefined && { size: resource.size }),
      }
    })
    this.tell({ call: 'bindGroup', id, device: this.id, layout: idOf(layout), entries: bound })
    this.dependents.add(
      id,
      bound.map(({ buffer }) => buffer),
    )
    return posing<GPUBindGroup>(new RemoteObject(id))
  }

  createCommandEncoder(): GPUCommandEncoder {
    return posing<GPUCommandEncoder>(new RemoteEncoder())
  }

  pushErrorScope(filter: GPUErrorFilter): undefined {
    this.tell({ call: 'pushErrorScope', device: this.id, filter })
    return undefined
  }

  async popErrorScope(): Promise<GPUError | null> {
    if (this.isLost) throw new Error('the device is lost')
    const question = { call: 'popErrorScope', to: this.newId(), device: this.id } as const
    const { error } = await this.line.ask(question, 'scope')
    return error === null ? null : posing<GPUError>({ message: error })
  }

  destroy(): undefined {
    this.tell({ call: 'destroy', id: this.id })
    return undefined
  }

  /** The page tells so, or is itself gone. */
  lose(message: string): void {
    if (this.isLost) return
    this.tell({ call: 'forget', ids: [this.id] })
    this.isLost = true
    this.tellLost(posing<GPUDeviceLostInfo>({ reason: 'unknown', message }))
  }

  private newId(): number {
    return this.line.newId()
  }

  /** Of a lost device nothing is wanted any more. */
  private tell(...said: Parameters<Line['tell']>): void {
    if (!this.isLost) this.line.tell(...said)
  }

  private write(buffer: GPUBuffer, offset: number, data: GPUAllowSharedBufferSource): undefined {
    const bytes = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data)
    for (let at = 0; at < bytes.length; at += longestBody) {
      const part = bytes.subarray(at, at + longestBody)
      this.tell({ call: 'write', buffer: idOf(buffer), offset: offset + at, bytes: part.length }, part)
    }
    return undefined
  }

  private submit(buffers: Iterable<GPUCommandBuffer>): undefined {
    if (this.isLost) return undefined
    const lists = [...buffers].flatMap((buffer) => {
      if (!(buffer instanceof RemoteCommands)) throw new TypeError('these commands are of another device')
      return buffer.lists
    })
    const commands = lists.map((list) => this.commands.idOf(list))
    this.tell({ call: 'submit', device: this.id, commands })
    return undefined
  }

  private destroyBuffer(id: number): void {
    const gone = this.dependents.remove(id)
    this.commands.forget(gone)
    this.tell({ call: 'destroy', id })
    this.tell({ call: 'forget', ids: gone })
  }
}

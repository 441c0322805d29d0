import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import type { Call, Order, Question } from '../../shared/remoteGpu/calls'
import { decodeFrame, encodeFrame, longestBody, longestText } from '../../shared/remoteGpu/frames'
import type { AdapterFacts, Reply } from '../../shared/remoteGpu/replies'
import { CardObjects } from './cardObjects'
import { encodeList } from './commandLists'

/** As WebGPU numbers it. */
const mapRead = 1

/**
 * Does with this page's WebGPU what an engine asks over the line (shared/remoteGpu), in its order, until the line closes;
 * then all memory on the card is freed. The engine is the app's own: what it asks is not checked beyond what WebGPU
 * checks itself, and where it names what there isn't, the line is closed.
 */
export function serveCard(channel: ByteChannel, gpu: Pick<GPU, 'requestAdapter'> | undefined): void {
  const executor = new Executor(channel, gpu)
  channel.onMessage((bytes) => executor.receive(bytes))
  channel.onClosed(() => executor.end())
}

class Executor {
  private readonly objects = new CardObjects()
  private isOver = false

  constructor(
    private readonly channel: ByteChannel,
    private readonly gpu: Pick<GPU, 'requestAdapter'> | undefined,
  ) {}

  receive(bytes: Uint8Array): void {
    if (this.isOver) return
    const frame = decodeFrame(bytes)
    if (!frame) return this.hangUp()
    let at = 0
    try {
      for (const call of frame.header as readonly Call[]) {
        if ('to' in call) void this.answer(call)
        else if (call.call !== 'write') this.obey(call)
        else {
          const part = frame.body.slice(at, at + call.bytes)
          at += call.bytes
          const buffer = this.objects.get('buffer', call.buffer)
          this.objects.deviceOf(call.buffer).queue.writeBuffer(buffer, call.offset, part)
        }
      }
    } catch {
      this.hangUp()
    }
  }

  end(): void {
    this.isOver = true
    this.objects.destroyAll()
  }

  private hangUp(): void {
    this.end()
    this.channel.close()
  }

  private async answer(question: Question): Promise<void> {
    try {
      await this.perform(question)
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      this.reply({ reply: 'failed', to: question.to, message: cut(message) })
    }
  }

  private async perform(question: Question): Promise<void> {
    const { to } = question
    const { objects } = this
    switch (question.call) {
      case 'adapter':
        return this.reply({ reply: 'adapter', to, adapter: await this.adapter(to, question.highPerformance) })
      case 'device': {
        const adapter = objects.get('adapter', question.adapter)
        const device = await adapter.requestDevice({ requiredLimits: { ...question.limits } })
        if (this.isOver) return device.destroy()
        objects.keep('device', to, device)
        void device.lost.then(({ message }) =>
          this.reply({ reply: 'lost', device: to, message: cut(message) }),
        )
        return this.reply({ reply: 'made', to })
      }
      case 'pipeline': {
        const pipeline = await objects.get('device', question.device).createComputePipelineAsync({
          layout: objects.get('pipelineLayout', question.layout),
          compute: {
            module: objects.get('shaderModule', question.module),
            entryPoint: question.entryPoint,
            constants: { ...question.constants },
          },
        })
        objects.keep('pipeline', to, pipeline, question.device)
        return this.reply({ reply: 'made', to })
      }
      case 'read':
        return this.read(question)
      case 'popErrorScope': {
        const error = await objects.get('device', question.device).popErrorScope()
        return this.reply({ reply: 'scope', to, error: error && cut(error.message) })
      }
    }
  }

  private async adapter(id: number, highPerformance: boolean): Promise<AdapterFacts | null> {
    const adapter = await this.gpu?.requestAdapter(
      highPerformance ? { powerPreference: 'high-performance' } : {},
    )
    if (!adapter) return null
    this.objects.keep('adapter', id, adapter)
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits
    return {
      ...{ vendor: cut(vendor), architecture: cut(architecture), description: cut(description) },
      ...{ isFallbackAdapter, maxStorageBufferBindingSize, maxBufferSize },
    }
  }

  private async read({ to, buffer: id, offset, size }: Extract<Question, { call: 'read' }>): Promise<void> {
    const buffer = this.objects.get('buffer', id)
    await buffer.mapAsync(mapRead, offset, size)
    const bytes = new Uint8Array(buffer.getMappedRange(offset, size)).slice()
    // Before the engine has them all, and uses the buffer again.
    buffer.unmap()
    for (let at = 0; at < bytes.length; at += longestBody) {
      this.reply({ reply: 'bytes', to }, bytes.subarray(at, at + longestBody))
    }
  }

  private obey(order: Exclude<Order, { call: 'write' }>): void {
    const { objects } = this
    switch (order.call) {
      case 'bindGroupLayout': {
        const entries = order.entries.map(({ binding, visibility, type, hasDynamicOffset }) => {
          return { binding, visibility, buffer: { type, hasDynamicOffset } }
        })
        const made = objects.get('device', order.device).createBindGroupLayout({ entries })
        return objects.keep('bindGroupLayout', order.id, made, order.device)
      }
      case 'pipelineLayout': {
        const bindGroupLayouts = order.layouts.map((id) => objects.get('bindGroupLayout', id))
        const made = objects.get('device', order.device).createPipelineLayout({ bindGroupLayouts })
        return objects.keep('pipelineLayout', order.id, made, order.device)
      }
      case 'shaderModule': {
        const { label, code } = order
        const made = objects.get('device', order.device).createShaderModule({ label, code })
        return objects.keep('shaderModule', order.id, made, order.device)
      }
      case 'buffer': {
        const { size, usage } = order
        const made = objects.get('device', order.device).createBuffer({ size, usage })
        return objects.keep('buffer', order.id, made, order.device)
      }
      case 'bindGroup': {
        const entries = order.entries.map(({ binding, buffer: id, size }) => {
          const buffer = objects.get('buffer', id)
          return { binding, resource: { buffer, ...(size !== undefined && { size }) } }
        })
        const layout = objects.get('bindGroupLayout', order.layout)
        const made = objects.get('device', order.device).createBindGroup({ layout, entries })
        return objects.keep('bindGroup', order.id, made, order.device)
      }
      case 'commands':
        return objects.keep('commands', order.id, order.list, order.device)
      case 'submit': {
        const device = objects.get('device', order.device)
        const lists = order.commands.map((id) => encodeList(device, objects.get('commands', id), objects))
        device.queue.submit(lists)
        return
      }
      case 'pushErrorScope':
        objects.get('device', order.device).pushErrorScope(order.filter)
        return
      case 'destroy':
        return objects.destroy(order.id)
      case 'forget':
        for (const id of order.ids) objects.forget(id)
    }
  }

  private reply(reply: Reply, body?: Uint8Array): void {
    if (!this.isOver) this.channel.send(encodeFrame(reply, body && [body]))
  }
}

function cut(text: string): string {
  return text.slice(0, longestText)
}

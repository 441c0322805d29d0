/**
 * What an engine asks of a graphics card in a page: as much of WebGPU as plans need. Objects have numbers, which the
 * engine gives. What has a `to` is answered under that number (replies.ts); the rest is done in its order, and nobody
 * waits for it.
 */
export type Call = Question | Order

/** Answered: what they make is there only then. */
export type Question =
  | { readonly call: 'adapter'; readonly to: number; readonly highPerformance: boolean }
  | {
      readonly call: 'device'
      readonly to: number
      readonly adapter: number
      readonly limits: Readonly<Record<string, number>>
    }
  | {
      readonly call: 'pipeline'
      readonly to: number
      readonly device: number
      readonly layout: number
      readonly module: number
      readonly entryPoint: string
      readonly constants: Readonly<Record<string, number>>
    }
  /** Maps, copies and unmaps in one. Offset and size in bytes. */
  | {
      readonly call: 'read'
      readonly to: number
      readonly buffer: number
      readonly offset: number
      readonly size: number
    }
  | { readonly call: 'popErrorScope'; readonly to: number; readonly device: number }

export type Order =
  | {
      readonly call: 'bindGroupLayout'
      readonly id: number
      readonly device: number
      readonly entries: readonly LayoutEntry[]
    }
  | {
      readonly call: 'pipelineLayout'
      readonly id: number
      readonly device: number
      readonly layouts: readonly number[]
    }
  | {
      readonly call: 'shaderModule'
      readonly id: number
      readonly device: number
      readonly label: string
      readonly code: string
    }
  | {
      readonly call: 'buffer'
      readonly id: number
      readonly device: number
      readonly size: number
      readonly usage: number
    }
  | {
      readonly call: 'bindGroup'
      readonly id: number
      readonly device: number
      readonly layout: number
      readonly entries: readonly BoundBuffer[]
    }
  /** The next so many bytes of the body go into the buffer. */
  | { readonly call: 'write'; readonly buffer: number; readonly offset: number; readonly bytes: number }
  /** Keeps commands under a number, to be submitted again and again: a pass of dispatches, or copies. */
  | { readonly call: 'commands'; readonly id: number; readonly device: number; readonly list: CommandList }
  | { readonly call: 'submit'; readonly device: number; readonly commands: readonly number[] }
  | { readonly call: 'pushErrorScope'; readonly device: number; readonly filter: GPUErrorFilterName }
  | { readonly call: 'destroy'; readonly id: number }
  /** The engine will not name these any more; with a device goes all that belongs to it. */
  | { readonly call: 'forget'; readonly ids: readonly number[] }

/** As WebGPU has it. */
type GPUErrorFilterName = 'validation' | 'out-of-memory' | 'internal'

export interface LayoutEntry {
  readonly binding: number
  readonly visibility: number
  readonly type: 'uniform' | 'storage' | 'read-only-storage'
  readonly hasDynamicOffset: boolean
}

export interface BoundBuffer {
  readonly binding: number
  readonly buffer: number
  readonly size?: number
}

/** Commands as numbers, so many a command. */
export type CommandList =
  /** Each: pipeline, bind group, dynamic offset in bytes, workgroups x, y, z. */
  | { readonly kind: 'dispatches'; readonly numbers: readonly number[] }
  /** Each: source, its offset, target, its offset, bytes. */
  | { readonly kind: 'copies'; readonly numbers: readonly number[] }

/** Numbers of one command. */
export const numbersEach = { dispatches: 6, copies: 5 } as const satisfies Record<CommandList['kind'], number>

import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { RuntimeName } from '../../shared/runtimes'
import { useKernels } from '../plans/activeKernels'
import { describeKernels, openKernels } from './kernels/openKernels'
import type { KernelThreads } from './kernels/kernelThreads'
import { startWasm } from './wasm'

/** A runtime by its own name: `auto` is a wish, not a runtime. */
export type ConcreteRuntime = Exclude<RuntimeName, 'auto'>

export interface RuntimeOptions {
  /** Threads to compute with; as many as this machine has cores where left out. */
  readonly threads?: number
}

/** A runtime that computes now. */
export interface StartedRuntime {
  readonly name: ConcreteRuntime
  /** What it is, in words for a person. */
  readonly description: string
  readonly threads: number
  /** What it does without, and why, in a sentence. */
  readonly note?: string
}

type Start = (options: RuntimeOptions) => Promise<Omit<StartedRuntime, 'name'> | { reason: string }>

/** Every runtime, the fastest first: the order in which `auto` tries them. */
const runtimes: Readonly<Record<ConcreteRuntime, Start>> = {
  native: startNative,
  tensorflow: notHere('TensorFlow on the processor or an NVIDIA card is not in this version'),
  webgpu: notHere('WebGPU is not in this version'),
  wasm: startOwnWasm,
  cpu: startCpu,
}

/** Names of all runtimes, the fastest first. */
export const concreteRuntimes = Object.keys(runtimes) as ConcreteRuntime[]

/** Kernels once started stay for the next job; they sleep while there is nothing to do. */
const kernels = new Map<string, KernelThreads>()

let current: { runtime: StartedRuntime; asked: RuntimeOptions } | undefined

/** The runtime that computes now, and what it was asked for. */
export function currentRuntime(): { runtime: StartedRuntime; asked: RuntimeOptions } | undefined {
  return current
}

/**
 * Makes a runtime the one that computes, for the whole process, and silences tfjs: nothing is printed
 * that was not asked for. `auto` takes the first that starts. `runtime-unavailable` where the named one
 * doesn't run here.
 */
export async function selectRuntime(
  name: RuntimeName,
  options: RuntimeOptions = {},
): Promise<StartedRuntime> {
  // Production mode: no greeting, no warnings on the console.
  tf.enableProdMode()
  const reasons: string[] = []
  for (const candidate of name === 'auto' ? concreteRuntimes : [name]) {
    const started = await runtimes[candidate](options)
    if ('reason' in started) {
      reasons.push(started.reason)
      continue
    }
    // What a faster runtime of our own lacks is worth a word; those of other makers were not asked for.
    const missing = name === 'auto' && candidate !== 'native' ? reasons[0] : undefined
    const note = missing ? `This runs on ${candidate}, which is slower: ${missing}.` : started.note
    const runtime: StartedRuntime = { ...started, name: candidate, note }
    current = { runtime, asked: options }
    return runtime
  }
  const why = name === 'auto' ? 'No runtime starts on this machine' : capitalised(reasons[0] ?? '')
  throw new PixelloomError('runtime-unavailable', `${why}. Choose another with --runtime.`, name)
}

/** Ends all threads of kernels; a runtime that is selected later starts them anew. */
export async function stopKernels(): Promise<void> {
  useKernels(undefined)
  current = undefined
  const all = [...kernels.values()]
  kernels.clear()
  await Promise.all(all.map((threads) => threads.dispose()))
}

/** What is no plan, tfjs' own WebAssembly computes. */
async function startNative(options: RuntimeOptions): ReturnType<Start> {
  const own = await kernelsOf('native', options)
  if ('reason' in own) return own
  if (!(await startWasm())) return { reason: "TensorFlow.js' WebAssembly, which it needs too, doesn't start" }
  useKernels(own)
  return { description: `Kernels of our own: ${describeKernels(own)}`, threads: own.threads }
}

async function startOwnWasm(options: RuntimeOptions): ReturnType<Start> {
  const own = await kernelsOf('wasm', options)
  if (!(await startWasm())) return { reason: "TensorFlow.js' WebAssembly doesn't start" }
  if ('reason' in own) {
    useKernels(undefined)
    const note = `WebAssembly runs without kernels of our own, which is slower: ${own.reason}.`
    return { description: "WebAssembly with TensorFlow.js' own kernels, one thread", threads: 1, note }
  }
  useKernels(own)
  const description = `Kernels of our own in WebAssembly: ${describeKernels(own)}`
  return { description, threads: own.threads }
}

async function startCpu(): ReturnType<Start> {
  if (!(await tf.setBackend('cpu'))) return { reason: "TensorFlow.js' plain JavaScript doesn't start" }
  useKernels(undefined)
  return { description: 'Plain JavaScript: slow, runs everywhere, for comparison', threads: 1 }
}

async function kernelsOf(
  kind: 'native' | 'wasm',
  { threads }: RuntimeOptions,
): Promise<KernelThreads | { reason: string }> {
  const key = `${kind} ${threads ?? ''}`
  const running = kernels.get(key)
  if (running) return running
  const opened = await openKernels(kind, { threads })
  if (!('reason' in opened)) kernels.set(key, opened)
  return opened
}

function notHere(reason: string): Start {
  return () => Promise.resolve({ reason })
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

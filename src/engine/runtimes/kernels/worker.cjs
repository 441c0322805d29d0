// A thread that runs kernels. Plain JavaScript, started from its text: so it needs no file of its own in a bundle, an
// archive or a test. kernelThreads.ts is its other side and tells what lies where in `control`.
'use strict'
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads')

/** @typedef {(local: number, program: number, words: number, first: number, images: number) => number} Execute */
/** @typedef {{ shared: any, base: number, stack: number }} SharedMemory as nativeLibrary.ts or wasmLibrary.ts has it */

const { thread, source, spins } = workerData
/** @type {Int32Array} */
const control = workerData.control
/** @type {Float64Array} */
const calls = workerData.calls
/** @type {Uint8Array} */
const reasons = workerData.reasons
const { generation, remaining, messages, closing, statuses, callLength, reasonLength } = workerData.places
/**
 * By the memory's number: runs a call in it.
 * @type {Map<number, Execute>}
 */
const memories = new Map()

/**
 * @param {SharedMemory} memory
 * @returns {Execute}
 */
const attach = ({ shared, base, stack }) => {
  if (source.kind === 'native') {
    const addon = require(source.path)
    const memory = new Float32Array(shared)
    return (local, program, words, first, images) =>
      addon.run(source.set, memory, base, base + local, base + program, words, first, images)
  }
  /** @type {any} */
  const { exports } = new WebAssembly.Instance(source.module, { env: { memory: shared } })
  exports.__stack_pointer.value = stack
  return (local, program, words, first, images) =>
    exports.pl_run(base, base + local, base + program, words, first, images)
}

const collectGarbage = () => {
  require('node:v8').setFlagsFromString('--expose-gc')
  require('node:vm').runInNewContext('gc')()
}

/**
 * A message that does not go well is a failure of the calls that need it.
 * @param {{ number: number, memory?: SharedMemory }} message
 */
const read = ({ number, memory }) => {
  if (!memory) {
    memories.delete(number)
    // Shared memory is freed when no thread refers to it any more; this one would not look for long.
    collectGarbage()
    return
  }
  try {
    memories.set(number, attach(memory))
  } catch (error) {
    memories.set(number, () => {
      throw error
    })
  }
}

const run = () => {
  const [number = 0, local = 0, program = 0, words = 0, first = 0, images = 0] = calls.subarray(
    thread * callLength,
    (thread + 1) * callLength,
  )
  const execute = memories.get(number)
  if (!execute) return -2
  try {
    return execute(local, program, words, first, images)
  } catch (error) {
    const place = reasons.subarray(thread * reasonLength, (thread + 1) * reasonLength)
    new TextEncoder().encodeInto(String(error).padEnd(reasonLength), place)
    return -1
  }
}

if (!parentPort) throw new Error('This runs in a worker.')
let heard = 0
let seen = 0
parentPort.postMessage('ready')
for (;;) {
  // In training the next call comes within microseconds: sleeping and waking would cost more than that.
  for (let i = 0; i < spins && Atomics.load(control, generation) === seen; i++);
  // Also woken by the call for a run that it has begun, and ended, by itself: so it looks whether there is a new one.
  while (Atomics.load(control, generation) === seen) Atomics.wait(control, generation, seen)
  seen = Atomics.load(control, generation)
  const sent = Atomics.load(control, messages)
  while (heard !== sent) {
    const received = receiveMessageOnPort(parentPort)
    if (!received) continue
    read(received.message)
    heard += 1
  }
  if (Atomics.load(control, closing)) break
  Atomics.store(control, statuses + thread, run())
  Atomics.sub(control, remaining, 1)
  Atomics.notify(control, remaining)
}
process.exit()

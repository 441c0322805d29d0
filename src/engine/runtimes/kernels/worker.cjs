// A thread that runs kernels. Plain JavaScript, started from its text: so it needs no file of its own in a bundle, an
// archive or a test. kernelThreads.ts is its other side and tells what lies where in `control`.
'use strict'
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads')

const { thread, control, calls, reasons, places, source, spins } = workerData
const { generation, remaining, messages, closing, statuses, callLength, reasonLength } = places
/** By the memory's number: runs a call in it. */
const memories = new Map()

const attach =
  source.kind === 'native'
    ? ({ shared, base }) => {
        const addon = require(source.path)
        const memory = new Uint8Array(shared)
        return (local, program, words, first, images) =>
          addon.run(source.set, memory, base, base + local, base + program, words, first, images)
      }
    : ({ shared, base, stack }) => {
        const { exports } = new WebAssembly.Instance(source.module, { env: { memory: shared } })
        exports.__stack_pointer.value = stack
        return (local, program, words, first, images) =>
          exports.pl_run(base, base + local, base + program, words, first, images)
      }

const collectGarbage = () => {
  require('node:v8').setFlagsFromString('--expose-gc')
  require('node:vm').runInNewContext('gc')()
}

/** A message that does not go well is a failure of the calls that need it. */
const read = ({ number, memory }) => {
  if (!memory) {
    memories.delete(number)
    // Shared memory is freed when no thread refers to it any more; this one would not look for long.
    return collectGarbage()
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
  const from = thread * callLength
  const execute = memories.get(calls[from])
  if (!execute) return -2
  try {
    return execute(calls[from + 1], calls[from + 2], calls[from + 3], calls[from + 4], calls[from + 5])
  } catch (error) {
    const place = reasons.subarray(thread * reasonLength, (thread + 1) * reasonLength)
    new TextEncoder().encodeInto(String(error).padEnd(reasonLength), place)
    return -1
  }
}

let heard = 0
let seen = 0
parentPort.postMessage('ready')
for (;;) {
  // In training the next call comes within microseconds: sleeping and waking would cost more than that.
  for (let i = 0; i < spins && Atomics.load(control, generation) === seen; i++);
  Atomics.wait(control, generation, seen)
  seen = Atomics.load(control, generation)
  const sent = Atomics.load(control, messages)
  while (heard !== sent) {
    const received = receiveMessageOnPort(parentPort)
    if (!received) continue
    read(received.message)
    heard = (heard + 1) | 0
  }
  if (Atomics.load(control, closing)) break
  Atomics.store(control, statuses + thread, run())
  Atomics.sub(control, remaining, 1)
  Atomics.notify(control, remaining)
}
process.exit()

import { constants, setPriority } from 'node:os'
import { PixelloomError, toErrorValue } from '../../../shared/errors'
import type { ConcreteRuntime } from '../../../shared/runtimes'
import { Gate } from '../../jobs/gate'
import { runJob } from '../../jobs/run'
import { timeStandard } from '../../jobs/timeStandard'
import { type FromEngine, toEngineSchema } from '../../protocol/messages'
import type { JobSpecification } from '../../protocol/specifications'
import { reportRuntime } from '../../runtimes/report'
import { askForCards } from '../../runtimes/webgpu/openCard'
import { createCardAsker, lenderVariable } from '../cardAsker'
import { EventBuffer } from '../eventBuffer'
import { createNodeHost } from './host'
import { connectToOwner } from './port'

/**
 * The engine process: takes one job at a time from its owner and tells how it goes. Anything that kills it
 * (a native crash, no memory) is an error on that job and nothing else.
 */
const port = connectToOwner()
const host = createNodeHost()
const events = new EventBuffer(
  (all) => port.post({ type: 'events', events: [...all] }),
  () => performance.now(),
)
let gate: Gate | undefined
const cards = createCardAsker((message) => port.post(message))
if (process.env[lenderVariable]) askForCards(cards.source)

// A terminal sends Ctrl-C to the whole group; the owner decides what it means and says `cancel`.
process.on('SIGINT', () => undefined)
port.onClosed(() => process.exit(0))

/** Tells what comes after all that the job said. */
function tellLast(message: FromEngine): void {
  events.flush()
  port.post(message)
}

/** Lets every other program go first. This process only trains and is never used again, so it need not come back. */
function standBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Where the system refuses, training is as pushy as any program.
  }
}

async function start(specification: JobSpecification): Promise<void> {
  if (gate) {
    const busy = new PixelloomError('internal', 'This engine process is busy with another job.')
    return port.post({ type: 'failed', error: busy.toValue() })
  }
  gate = new Gate((type) => tellLast({ type }))
  if (specification.kind === 'train' && specification.background) standBack()
  try {
    const { cancelled, result } = await runJob(
      { host, gate, emit: (event) => events.add(event) },
      specification,
    )
    gate = undefined
    if (!cancelled) tellLast({ type: 'done', result })
    else tellLast({ type: 'cancelled', ...(result && { result }) })
  } catch (error) {
    gate = undefined
    const value = toErrorValue(error)
    // What goes wrong while a cancelled job saves its work is still to be told.
    if (value.code === 'cancelled') tellLast({ type: 'cancelled' })
    else tellLast({ type: 'failed', error: value })
  }
}

/** What it is is told before it is measured: a crash or an endless wait then takes the figures alone. */
async function tellRuntime(name: ConcreteRuntime): Promise<void> {
  try {
    const runtime = await reportRuntime(name)
    const isMeasured = runtime.available && !runtime.unmeasured
    port.post({ type: 'runtime', runtime, last: !isMeasured })
    if (!isMeasured) return
    port.post({ type: 'runtime', runtime: { ...runtime, ...(await timeStandard(host.clock)) }, last: true })
  } catch (error) {
    port.post({ type: 'failed', error: toErrorValue(error) })
  }
}

port.onMessage((raw, line) => {
  const message = toEngineSchema.parse(raw)
  switch (message.type) {
    case 'start':
      void start(message.specification)
      return
    case 'pause':
      gate?.pause()
      return
    case 'resume':
      gate?.resume()
      return
    case 'cancel':
      gate?.cancel()
      return
    case 'report-runtime':
      void tellRuntime(message.name)
      return
    case 'card-lent':
    case 'card-refused':
    case 'card-bytes':
    case 'card-gone':
      cards.take(message, line)
      return
  }
})
port.post({ type: 'ready' })

import { PixelloomError, toErrorValue } from '../../../shared/errors'
import type { JobEvent } from '../../../shared/jobEvents'
import { Gate } from '../../jobs/gate'
import { runJob } from '../../jobs/run'
import { toEngineSchema } from '../../protocol/messages'
import type { JobSpecification } from '../../protocol/specifications'
import { reportRuntimes } from '../../runtimes/report'
import { createNodeHost } from './host'
import { connectToOwner } from './port'

/**
 * The engine process: takes one job at a time from its owner and tells how it goes. Anything that kills it
 * (a native crash, no memory) is an error on that job and nothing else.
 */
const port = connectToOwner()
const host = createNodeHost()
let gate: Gate | undefined

// A terminal sends Ctrl-C to the whole group; the owner decides what it means and says `cancel`.
process.on('SIGINT', () => undefined)
port.onClosed(() => process.exit(0))

async function start(specification: JobSpecification): Promise<void> {
  if (gate) {
    const busy = new PixelloomError('internal', 'This engine process is busy with another job.')
    return port.post({ type: 'failed', error: busy.toValue() })
  }
  gate = new Gate((type) => port.post({ type }))
  try {
    const context = { host, gate, emit: (event: JobEvent) => port.post({ type: 'event', event }) }
    const end = await runJob(context, specification)
    gate = undefined
    if (!end.cancelled) port.post({ type: 'done', result: end.result })
    else port.post({ type: 'cancelled', ...(end.result && { result: end.result }) })
  } catch (error) {
    gate = undefined
    const value = toErrorValue(error)
    // What goes wrong while a cancelled job saves its work is still to be told.
    if (value.code === 'cancelled') port.post({ type: 'cancelled' })
    else port.post({ type: 'failed', error: value })
  }
}

async function tellRuntimes(): Promise<void> {
  try {
    port.post({ type: 'runtimes', runtimes: await reportRuntimes() })
  } catch (error) {
    port.post({ type: 'failed', error: toErrorValue(error) })
  }
}

port.onMessage((raw) => {
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
    case 'report-runtimes':
      void tellRuntimes()
      return
  }
})
port.post({ type: 'ready' })

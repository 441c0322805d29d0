import type { RuntimeName } from '../../shared/runtimes'
import { selectRuntime, type StartedRuntime } from '../runtimes/runtime'
import type { JobContext } from './context'

/**
 * Starts the runtime a job asked for, and says what it could not have. `mayChange`: where a card is lost, the job goes on
 * otherwise.
 */
export async function startRuntime(
  context: JobContext,
  { runtime, threads }: { runtime: RuntimeName; threads?: number },
  { mayChange = true } = {},
): Promise<StartedRuntime> {
  const started = await selectRuntime(runtime, {
    threads,
    ...(mayChange && { tell: (note) => context.emit(note) }),
  })
  if (started.note) context.emit({ type: 'note', message: started.note })
  if (threads !== undefined && threads > started.threads) {
    const message = `The ${started.name} runtime uses ${started.threads === 1 ? 'one thread' : `${started.threads} threads`} here.`
    context.emit({ type: 'note', message })
  }
  return started
}

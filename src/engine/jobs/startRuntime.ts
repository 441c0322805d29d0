import type { RuntimeName } from '../../shared/runtimes'
import { selectRuntime } from '../runtimes/runtime'
import type { JobContext } from './context'

/** Starts the runtime a job asked for, and says what it could not have. */
export async function startRuntime(
  context: JobContext,
  { runtime, threads }: { runtime: RuntimeName; threads?: number },
): Promise<void> {
  const { name } = await selectRuntime(runtime)
  if (threads !== undefined && threads > 1) {
    context.emit({ type: 'note', message: `The ${name} runtime of this version uses one thread.` })
  }
}

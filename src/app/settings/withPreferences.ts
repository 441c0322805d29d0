import type { Engine } from '../../engine/hosts/channel'
import type { Settings } from '../../shared/settings'

/** An engine that computes as the person set it, wherever a job doesn't say how itself. */
export function withPreferences(engine: Engine, settings: () => Settings): Engine {
  return {
    run(specification, listeners) {
      const { processor, training } = settings()
      const { runtime, threads = processor.threads ?? undefined } = computeOf(specification)
      const chosen = { runtime: runtime ?? processor.runtime, threads }
      if (specification.kind !== 'train') return engine.run({ ...specification, ...chosen }, listeners)
      // A training that goes on keeps as many as it did before.
      const usual = specification.resume ? undefined : training.checkpointsKept
      return engine.run({ ...specification, ...chosen, keep: specification.keep ?? usual }, listeners)
    },
    close: () => engine.close(),
  }
}

/** A job that computes nothing has neither; what a schema doesn't know it passes over. */
function computeOf(specification: Parameters<Engine['run']>[0]): {
  runtime?: Settings['processor']['runtime'] | undefined
  threads?: number | undefined
} {
  return 'runtime' in specification || 'threads' in specification ? specification : {}
}

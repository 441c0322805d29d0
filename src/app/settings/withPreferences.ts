import type { Engine } from '../../engine/hosts/channel'
import { jobSpecificationSchema } from '../../engine/protocol/specifications'
import { note } from '../../shared/jobEvents'
import type { RuntimeName } from '../../shared/runtimes'
import type { Settings } from '../../shared/settings'

/**
 * An engine that computes as the person set it, wherever a job doesn't say how itself. `browserCard`: whether a page of a
 * browser lends its graphics card now; where that is chosen and none does, `auto` chooses, and the job says so.
 */
export function withPreferences(
  engine: Engine,
  settings: () => Settings,
  browserCard?: () => boolean,
): Engine {
  const preferred = (): { runtime: RuntimeName; isAway: boolean } => {
    const { runtime, card } = settings().processor
    const isAway = runtime === 'webgpu' && card === 'browser' && browserCard?.() === false
    return { runtime: isAway ? 'auto' : runtime, isAway }
  }

  return {
    run(specification, listeners) {
      const { processor, training } = settings()
      const { runtime, threads = processor.threads ?? undefined } = computeOf(specification)
      const preference = preferred()
      const chosen = { runtime: runtime ?? preference.runtime, threads }
      if (runtime === undefined && preference.isAway && computing.has(specification.kind)) {
        listeners.event(note('notes.cardPageAway', {}))
      }
      if (specification.kind !== 'train') return engine.run({ ...specification, ...chosen }, listeners)
      // A training that goes on keeps as many as it did before.
      const usual = specification.resume ? undefined : training.checkpointsKept
      return engine.run({ ...specification, ...chosen, keep: specification.keep ?? usual }, listeners)
    },
    close: () => engine.close(),
  }
}

/** Kinds of jobs that compute with a runtime. */
const computing: ReadonlySet<string> = new Set(
  jobSpecificationSchema.options.flatMap(({ shape }) => ('runtime' in shape ? [shape.kind.value] : [])),
)

/** A job that computes nothing has neither; what a schema doesn't know it passes over. */
function computeOf(specification: Parameters<Engine['run']>[0]): {
  runtime?: Settings['processor']['runtime'] | undefined
  threads?: number | undefined
} {
  return 'runtime' in specification || 'threads' in specification ? specification : {}
}

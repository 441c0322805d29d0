import { type Reason, type ReasonId, type ReasonValues, say } from '../../shared/reasons'

/** Why a runtime doesn't run here, or what it needs is not there. */
export interface Missing {
  /** A clause without its full stop, in English: "there are no kernels". */
  readonly reason: string
  /** What it says, for other languages. */
  readonly because?: Reason | undefined
}

/** The reason that is declared by that id (src/shared/reasons/runtimes.ts). */
export function missing<Id extends ReasonId & `runtimes.${string}`>(
  id: Id,
  values: ReasonValues<Id>,
): Missing {
  const { text: reason, because } = say(id, values)
  return { reason, because }
}

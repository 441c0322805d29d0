import { say, type Told } from '../../shared/reasons'
import { type ConcreteRuntime, concreteRuntimes, type RuntimeReport } from '../../shared/runtimes'
import { fromEngineSchema } from '../protocol/messages'
import type { SpawnEngine } from './channel'

/** Seconds in which a runtime must have told all: a card's first start compiles what later ones find. */
const patience = 60

/**
 * What this machine can run, and how fast, each in an engine process of its own: a window must not stand still
 * meanwhile, and one that crashes, or never answers, is a reason in a sentence and nothing else. One after another,
 * so that none slows another down.
 */
export async function askRuntimes(spawn: SpawnEngine, seconds = patience): Promise<RuntimeReport[]> {
  const reports: RuntimeReport[] = []
  for (const name of concreteRuntimes) reports.push(await askRuntime(spawn, name, seconds))
  return reports
}

/** The same of one of them alone. */
export function askRuntime(
  spawn: SpawnEngine,
  name: ConcreteRuntime,
  seconds = patience,
): Promise<RuntimeReport> {
  const engine = spawn()
  let known: RuntimeReport | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** All there is to tell where it went wrong: of one that had started, why it was not measured. */
  const brokenOff = ({ text, because }: Told): RuntimeReport =>
    known ? { ...known, unmeasured: text, because } : { name, available: false, description: text, because }

  return new Promise<RuntimeReport>((resolve) => {
    engine.onMessage((raw) => {
      const parsed = fromEngineSchema.safeParse(raw)
      if (!parsed.success) return resolve(brokenOff(say('runtimes.notUnderstood', {})))
      const message = parsed.data
      if (message.type === 'failed') {
        const { message: text, because } = message.error
        return resolve(brokenOff({ text, because }))
      }
      if (message.type !== 'runtime') return
      known = message.runtime
      if (message.last) resolve(known)
    })
    engine.onExit((how) => resolve(brokenOff(say('runtimes.ended', { how }))))
    timer = setTimeout(() => resolve(brokenOff(say('runtimes.noAnswer', { seconds }))), seconds * 1000)
    engine.send({ type: 'report-runtime', name })
  }).finally(() => {
    clearTimeout(timer)
    engine.kill()
  })
}

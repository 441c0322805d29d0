import { PixelloomError } from '../../shared/errors'
import type { RuntimeReport } from '../../shared/runtimes'
import { fromEngineSchema } from '../protocol/messages'
import type { SpawnEngine } from './channel'

/**
 * What this machine can run, and how fast, measured in an engine process of its own: a window must not
 * stand still meanwhile, and a runtime that crashes when it starts takes nothing with it. Throws
 * `engine-stopped`.
 */
export function askRuntimes(spawn: SpawnEngine): Promise<RuntimeReport[]> {
  const engine = spawn()
  return new Promise<RuntimeReport[]>((resolve, reject) => {
    engine.onMessage((raw) => {
      const message = fromEngineSchema.parse(raw)
      if (message.type === 'runtimes') resolve(message.runtimes)
      if (message.type === 'failed') reject(PixelloomError.from(message.error))
    })
    engine.onExit((reason) =>
      reject(
        new PixelloomError(
          'engine-stopped',
          `The engine process ended while it tried the runtimes (${reason}). \`pixelloom doctor\` may say more.`,
        ),
      ),
    )
    engine.send({ type: 'report-runtimes' })
  }).finally(() => engine.kill())
}

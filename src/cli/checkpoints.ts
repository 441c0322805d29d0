import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a training has come to a checkpoint, from which it could go on. */
export function hasCheckpoint(model: string): boolean {
  const folder = join(model, 'checkpoints')
  return existsSync(folder) && readdirSync(folder).some((name) => /^\d+$/.test(name))
}

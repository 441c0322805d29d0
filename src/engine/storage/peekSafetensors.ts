import type { Host } from '../host'
import { headerEnd, parseHeader, type SafetensorsHeader } from './safetensorsHeader'

/**
 * The header of a safetensors file and the file's length in bytes, without reading the tensors: enough to
 * find a truncated file, not a changed one. `model-damaged`, `not-found`, `unreadable`.
 */
export async function peekSafetensors(
  storage: Host['storage'],
  path: string,
): Promise<{ header: SafetensorsHeader; bytes: number }> {
  const bytes = await storage.size(path)
  const length = headerEnd(await storage.readPart(path, 0, 8), bytes, path)
  return { header: parseHeader(await storage.readPart(path, 0, length), bytes, path), bytes }
}

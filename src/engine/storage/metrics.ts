import { metricsPointSchema, type MetricsPoint } from '../../shared/jobs'
import type { Host } from '../host'

export const metricsName = 'metrics.jsonl'

type Files = Pick<Host, 'storage'>

/** Adds points of the training curve to a model folder, one JSON object a line. */
export async function appendMetrics(
  { storage }: Files,
  modelPath: string,
  points: readonly MetricsPoint[],
): Promise<void> {
  if (points.length > 0) await storage.append(storage.join(modelPath, metricsName), toLines(points))
}

/** The training curve of a model folder; empty without one. Lines that are torn or damaged are left out. */
export async function readMetrics({ storage }: Files, modelPath: string): Promise<MetricsPoint[]> {
  const path = storage.join(modelPath, metricsName)
  if ((await storage.kind(path)) === 'missing') return []
  const lines = new TextDecoder().decode(await storage.read(path)).split('\n')
  return lines.flatMap((line) => {
    const point = metricsPointSchema.safeParse(parse(line))
    return point.success ? [point.data] : []
  })
}

/**
 * Forgets points beyond a step: training that goes on from a checkpoint makes them again. Also mends a torn
 * last line, which would spoil the next one. Returns what is left.
 */
export async function cutMetrics(host: Files, modelPath: string, step: number): Promise<MetricsPoint[]> {
  const { storage } = host
  const path = storage.join(modelPath, metricsName)
  if ((await storage.kind(path)) === 'missing') return []
  const kept = (await readMetrics(host, modelPath)).filter((point) => point.step <= step)
  await storage.write(path, new TextEncoder().encode(toLines(kept)))
  return kept
}

function toLines(points: readonly MetricsPoint[]): string {
  return points.map((point) => `${JSON.stringify(point)}\n`).join('')
}

/** Undefined, which is no point, for a line that is not JSON. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

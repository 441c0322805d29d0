import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { metricsPointSchema, type MetricsPoint } from '../../shared/jobs'
import { metricsFile } from './summary'

/** The curve that training left, over all its runs. A line that was torn by a crash is passed over. */
export async function readMetrics(folder: string): Promise<MetricsPoint[]> {
  const text = await readFile(join(folder, metricsFile), 'utf8').catch(() => '')
  const points: MetricsPoint[] = []
  for (const line of text.split('\n')) {
    const point = parse(line)
    if (point) points.push(point)
  }
  return points
}

function parse(line: string): MetricsPoint | undefined {
  if (line === '') return undefined
  try {
    return metricsPointSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

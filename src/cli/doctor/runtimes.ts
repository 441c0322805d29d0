import { chosenFor, type RuntimeReport } from '../../shared/runtimes'
import { standardModel } from '../../shared/standardModel'
import type { Services } from '../services'
import { milliseconds } from '../words'
import { absent, broken, type Finding, fine, reason } from './finding'

/** Something must be able to compute; what can't is named with why, and what `auto` makes of it. */
export async function examineRuntimes(services: Pick<Services, 'runtimes'>): Promise<Finding[]> {
  try {
    const reports = await services.runtimes()
    const findings = reports.map((report) => (report.available ? fine : absent)('runtime', sentences(report)))
    if (!reports.some(({ available }) => available)) {
      return [...findings, broken('runtime', 'No runtime works here, so no model can run. Run npm ci again.')]
    }
    return [...findings, ...choice(reports)]
  } catch (error) {
    return [broken('runtime', `Runtimes can't be looked at (${reason(error)}). Run npm ci again.`)]
  }
}

/** What each is, for who has never heard of it. */
const what: Readonly<Record<RuntimeReport['name'], string>> = {
  native: "native (this app's own code for this processor)",
  tensorflow: 'tensorflow (an NVIDIA card, or the processor)',
  webgpu: 'webgpu (any graphics card)',
  wasm: "wasm (this app's own code for any processor)",
  cpu: 'cpu (plain JavaScript, to compare with)',
}

function sentences({ name, available, description, unmeasured, ...times }: RuntimeReport): string {
  const told = [`Runtime ${what[name]} ${available ? 'runs' : 'does not run'}`, ended(description)].join(': ')
  const { trainingMilliseconds: training, drawingMilliseconds: drawing } = times
  if (unmeasured) return `${told} Not measured: ${ended(unmeasured)}`
  if (training === undefined || drawing === undefined) return told
  return `${told} With a small model (${standardModel.name}) a training step takes ${milliseconds(training)}, an image ${milliseconds(drawing)}.`
}

function choice(reports: readonly RuntimeReport[]): Finding[] {
  const [training, drawing] = [chosenFor('training', reports), chosenFor('drawing', reports)]
  if (training === undefined || drawing === undefined) return []
  if (training === drawing) return [fine('runtime', `For such a model, auto takes ${training}.`)]
  return [fine('runtime', `For such a model, auto takes ${training} to train and ${drawing} to draw.`)]
}

function ended(sentence: string): string {
  return /[.!]$/.test(sentence) ? sentence : `${sentence}.`
}

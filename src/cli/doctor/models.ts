import type { Services } from '../services'
import { plural } from '../words'
import { absent, broken, type Finding, fine, reason } from './finding'

/** Something must be able to compute; what can't is named with why. */
export async function examineRuntimes(services: Pick<Services, 'runtimes'>): Promise<Finding[]> {
  try {
    const reports = await services.runtimes()
    const findings = reports.map(({ name, available, description, gigaflops }) => {
      const speed = gigaflops === undefined ? '' : ` at ${gigaflops.toFixed(1)} GFLOP/s`
      const told = `Runtime ${name}${speed}: ${description}`
      return (available ? fine : absent)('runtime', /[.!]$/.test(told) ? told : `${told}.`)
    })
    if (reports.some((report) => report.available)) return findings
    return [...findings, broken('runtime', 'No runtime works here, so no model can run. Run npm ci again.')]
  } catch (error) {
    return [broken('runtime', `Runtimes can't be looked at (${reason(error)}). Run npm ci again.`)]
  }
}

export async function examineModels(services: Pick<Services, 'listModels'>): Promise<Finding[]> {
  try {
    const { models, damaged } = await services.listModels()
    const bundled = models.filter((model) => model.bundled).length
    const found = `${plural(models.length, 'model')}, ${bundled} of them bundled.`
    return [
      models.length > 0 ? fine('models', found) : absent('models', 'There are no models yet: train one.'),
      ...damaged.map(({ path, reason: why }) =>
        absent('models', `The model in ${path} can't be used: ${why}`),
      ),
    ]
  } catch (error) {
    return [broken('models', `Models can't be listed: ${reason(error)}`)]
  }
}

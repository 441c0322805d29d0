import type { Services } from '../services'
import { plural } from '../words'
import { absent, broken, type Finding, fine, reason } from './finding'

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

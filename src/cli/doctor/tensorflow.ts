import type { Services } from '../services'
import { absent, type Finding, fine, reason } from './finding'

/** Where TensorFlow is installed: does it train a step, on what, and why not on a card? */
export async function examineTensorflow({ tensorflow }: Pick<Services, 'tensorflow'>): Promise<Finding[]> {
  const installed = tensorflow.installed()
  if (!installed) return []
  try {
    const { cards, reason: why } = await tensorflow.explain()
    const name = `TensorFlow ${installed.version} trains a step`
    if (cards.length > 0) return [fine('tensorflow', `${name} on ${cards.join(' and ')}.`)]
    if (why) return [absent('tensorflow', `${name} on the processor, not on a card: ${why}.`)]
    return [fine('tensorflow', `${name} on the processor.`)]
  } catch (error) {
    return [absent('tensorflow', reason(error))]
  }
}

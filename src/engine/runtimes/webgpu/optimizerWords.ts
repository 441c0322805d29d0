import { adamDefaults } from '../../optimizers/adam'
import { rmsPropDefaults } from '../../optimizers/rmsprop'
import type { CompiledPlan } from '../../plans/compile'
import type { DevicePlanUse, DeviceStep } from '../../plans/device'
import { floatBits } from '../../plans/words'

/** The words of wgsl/optimizer.wgsl. RMSProp is Adam without a mean of gradients, and nothing made up for at the begin. */
export function optimizerWords(
  { optimizer, average }: NonNullable<DevicePlanUse['training']>,
  { pieces, count }: Pick<CompiledPlan, 'pieces' | 'count'>,
  { learningRate, step, averageShare }: DeviceStep,
): number[] {
  const offsets = pieces.extras.map(({ offset }) => offset)
  const averageAt = average ? (offsets.at(-1) ?? -1) : -1
  const places = [pieces.weights.offset, pieces.gradients.offset, offsets[0] ?? -1]
  const rest = [averageAt, count, pieces.squares.offset]
  if (optimizer === 'rmsprop') {
    const { decay, epsilon } = rmsPropDefaults
    const numbers = [learningRate, 0, 0, decay, 1 - decay, 1, epsilon, averageShare]
    return [...places, -1, ...rest, ...numbers.map(floatBits)]
  }
  const { decay, squareDecay, epsilon } = adamDefaults
  const numbers = [
    ...[learningRate / (1 - decay ** step), decay, 1 - decay, squareDecay, 1 - squareDecay],
    ...[1 / Math.sqrt(1 - squareDecay ** step), epsilon, averageShare],
  ]
  return [...places, offsets[1] ?? -1, ...rest, ...numbers.map(floatBits)]
}

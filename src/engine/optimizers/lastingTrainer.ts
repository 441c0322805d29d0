import { activeDevice, replaceDevice } from '../plans/activeDevice'
import { isDeviceLost } from '../plans/deviceLost'
import { copyOf } from './average'
import type { Trainer } from './trainer'

/** Steps after which all is fetched again: fewer would cost, more would be much to take again … */
const stepsBetweenCopies = 50
/** … and milliseconds, for steps that are long: what is taken again shows no progress, and isn't cancelled. */
const timeBetweenCopies = 10_000

/**
 * A trainer that outlasts the device it computes on, which may be lost with all that lies there. All that it consists
 * of is fetched every so many steps; where the device is lost, the steps since are taken again, on the same images,
 * on what computes in its place. Whoever trains sees steps that take longer.
 */
export function createLastingTrainer(
  /** A trainer that begins with these weights, on what computes now. */
  make: (weights: ReadonlyMap<string, Float32Array>) => Trainer,
  weights: ReadonlyMap<string, Float32Array>,
  /** Milliseconds since whenever. */
  now: () => number = () => performance.now(),
): Trainer {
  let device = activeDevice()
  let current = make(weights)
  let isLost = false
  let steps = 0
  let copiedAt = now()
  let copied: {
    readonly weights: ReadonlyMap<string, Float32Array>
    /** None was made yet where left out: nothing but the weights is known of the begin. */
    readonly state?: ReadonlyMap<string, Float32Array>
    readonly steps: number
  } = { weights: copyOf(weights), steps }
  /** What was done since. */
  let since: ((trainer: Trainer) => unknown)[] = []

  const begunAgain = async (): Promise<Trainer> => {
    device = activeDevice()
    const trainer = make(copied.weights)
    try {
      if (copied.state) trainer.restore(copied.state, copied.steps)
      for (const act of since) await act(trainer)
    } catch (thrown) {
      trainer.dispose()
      throw thrown
    }
    return trainer
  }
  const lasting = async <T>(act: (trainer: Trainer) => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        if (isLost) current = await begunAgain()
        isLost = false
        return await act(current)
      } catch (thrown) {
        if (!isDeviceLost(thrown)) throw thrown
        if (!isLost) current.dispose()
        isLost = true
        await replaceDevice(device, thrown)
      }
    }
  }
  const copy = async (): Promise<void> => {
    copied = await lasting(async (trainer) => ({
      ...{ weights: await trainer.weights(), state: await trainer.state(), steps },
    }))
    since = []
    copiedAt = now()
  }
  const isDue = (): boolean => since.length >= stepsBetweenCopies || now() - copiedAt >= timeBetweenCopies

  return {
    get learningRate() {
      return current.learningRate
    },
    set learningRate(rate) {
      current.learningRate = rate
    },
    async step(pixels, ...rest) {
      const [batch, height, width, unknown] = rest
      const { learningRate } = current
      // Whoever asks may use its arrays again.
      const images = pixels.slice()
      const hidden = unknown?.slice()
      const act = (trainer: Trainer): ReturnType<Trainer['step']> => {
        trainer.learningRate = learningRate
        return trainer.step(images, batch, height, width, hidden)
      }
      const step = await lasting(act)
      steps += 1
      since.push(act)
      // Without a device nothing is lost any more.
      if (!device) since = []
      else if (isDue()) await copy()
      return step
    },
    weights: () => lasting((trainer) => trainer.weights()),
    averaged: () => lasting((trainer) => trainer.averaged()),
    state: () => lasting((trainer) => trainer.state()),
    restore(state, done) {
      current.restore(state, done)
      steps = done
      since.push((trainer) => trainer.restore(state, done))
    },
    memoryFor: (...shape) => current.memoryFor(...shape),
    dispose: () => current.dispose(),
  }
}

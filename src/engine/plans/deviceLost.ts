import { failure, PixelloomError } from '../../shared/errors'

/** What work on a device ends with that went away with all that lay on it. `why`: as its driver says it. */
export function deviceLost(why: string): PixelloomError {
  return failure('app.cardLost', { detail: why }, 'webgpu')
}

export function isDeviceLost(thrown: unknown): thrown is PixelloomError {
  return thrown instanceof PixelloomError && thrown.because?.id === 'app.cardLost'
}

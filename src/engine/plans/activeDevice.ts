import type { PlanDevice } from './device'
import { isDeviceLost } from './deviceLost'

/** Opens what computes in a lost device's place; undefined where no device does, and the main processor goes on. */
export type DeviceSuccessor = (lost: unknown) => Promise<PlanDevice | undefined>

let active: PlanDevice | undefined
let succeed: DeviceSuccessor | undefined
/** Who finds the same device lost at the same time waits for the same successor. */
let succeeding: Promise<void> | undefined

/** The device that judges, trains and draws now; none where the main processor does. */
export function activeDevice(): PlanDevice | undefined {
  return active
}

/**
 * Makes this the device that whole networks are planned for, in the whole process. Without a `successor` work on it
 * fails when it is lost.
 */
export function useDevice(device: PlanDevice | undefined, successor?: DeviceSuccessor): void {
  active = device
  succeed = successor
}

/** Puts what follows it in the place of a device that was `lost`, unless that has happened; throws what was thrown where nothing does. */
export async function replaceDevice(device: PlanDevice | undefined, lost: unknown): Promise<void> {
  if (active !== device) return
  const next = succeed
  if (!next) throw lost
  succeeding ??= next(lost)
    .then((found) => void (active = found))
    .finally(() => (succeeding = undefined))
  await succeeding
}

/** Work on the device; where that is lost meanwhile, or there is none, the same on what computes then. */
export async function onDevice<T>(
  work: (device: PlanDevice) => Promise<T>,
  otherwise: () => T | Promise<T>,
): Promise<T> {
  for (;;) {
    const device = active
    if (!device) return otherwise()
    try {
      return await work(device)
    } catch (thrown) {
      if (!isDeviceLost(thrown)) throw thrown
      await replaceDevice(device, thrown)
    }
  }
}

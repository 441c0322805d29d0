import type { PlanDevice } from './device'

let active: PlanDevice | undefined

/** The device that judges, trains and draws now; none where the main processor does. */
export function activeDevice(): PlanDevice | undefined {
  return active
}

/** Makes this the device that whole networks are planned for, in the whole process. */
export function useDevice(device: PlanDevice | undefined): void {
  active = device
}

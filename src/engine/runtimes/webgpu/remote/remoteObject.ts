/** What stands here for an object of WebGPU that lies elsewhere, under this number. */
export class RemoteObject {
  readonly label = ''

  constructor(readonly id: number) {}
}

/** The number of an object that a call names. */
export function idOf(object: object): number {
  if (object instanceof RemoteObject) return object.id
  throw new TypeError('this object is not of the device that is asked')
}

/** As the whole that WebGPU declares, of which only what plans use is there. */
export function posing<T extends object>(part: Partial<T>): T {
  return part as T
}

import { basename } from 'node:path'
import type { JobPicture } from '../../shared/contract/entities'
import type { JobEvent } from '../../shared/jobEvents'
import type { KeptPicture } from './queueFile'

type PictureEvent = Extract<JobEvent, { type: 'picture' }>

/** Most pictures of a job that are listed; of a job that makes tens of thousands these are the newest. */
const mostListed = 64

/** The finished pictures of one job: addresses for the window, files for the app. */
export class JobPictures {
  readonly #pictures: JobPicture[] = []
  readonly #files = new Map<string, string>()

  /** `many`: it makes more than can be listed. */
  constructor(
    private readonly jobId: string,
    private readonly many: boolean,
  ) {}

  add({ role, variant, file, step, nats }: Omit<PictureEvent, 'type'>): JobPicture {
    const name = this.#nameFor(file)
    this.#files.set(name, file)
    const picture: JobPicture = { role, variant, address: `jobs/${this.jobId}/${name}`, step, nats }
    const same = this.#pictures.findIndex(({ address }) => address === picture.address)
    if (same >= 0) this.#pictures[same] = picture
    else this.#pictures.push(picture)
    if (this.many && this.#pictures.length > mostListed) this.#pictures.shift()
    return picture
  }

  /** The newest as their files, to be added again later. */
  kept(): KeptPicture[] {
    return this.#pictures.slice(-mostListed).flatMap(({ address, ...picture }) => {
      const file = this.#files.get(address.slice(address.lastIndexOf('/') + 1))
      return file === undefined ? [] : [{ ...picture, file }]
    })
  }

  list(): JobPicture[] {
    return [...this.#pictures]
  }

  /** The finished completion of a variant. */
  completion(variant: number): JobPicture | undefined {
    return this.#pictures.find((picture) => picture.role === 'completion' && picture.variant === variant)
  }

  /** The file of the last part of an address. */
  file(name: string): string | undefined {
    return this.#files.get(name)
  }

  /** A name that needs no escaping and that no other file of the job has. */
  #nameFor(file: string): string {
    const plain = basename(file)
      .replace(/[^\w.-]/g, '-')
      .replace(/^\.+/, '')
    for (let number = 0; ; number++) {
      const name = number === 0 ? plain : `${number}-${plain}`
      const taken = this.#files.get(name)
      if (taken === undefined || taken === file) return name
    }
  }
}

import { type CommandList, numbersEach } from '../../../../shared/remoteGpu/calls'
import type { Dependents } from './dependents'
import type { Line } from './line'

/** Lists that the page keeps at most; the one that was not used for longest goes first. */
const mostKept = 1024

/**
 * Lists of commands that the page has, by what is in them: what runs again and again, as a training's steps and a
 * readback do, crosses the line once and is a number from then on.
 */
export class KeptCommands {
  private readonly kept = new Map<string, number>()
  private readonly keys = new Map<number, string>()

  constructor(
    private readonly line: Line,
    private readonly device: number,
    private readonly dependents: Dependents,
  ) {}

  /** The number of such a list, which is sent where the page doesn't have it. */
  idOf(list: CommandList): number {
    const key = `${list.kind} ${list.numbers.join(' ')}`
    const known = this.kept.get(key)
    if (known !== undefined) {
      // The latest stands last.
      this.kept.delete(key)
      this.kept.set(key, known)
      return known
    }
    const id = this.line.newId()
    this.line.tell({ call: 'commands', id, device: this.device, list })
    this.kept.set(key, id)
    this.keys.set(id, key)
    this.dependents.add(id, [...named(list)])
    const [oldest] = this.kept.values()
    if (this.kept.size > mostKept && oldest !== undefined)
      this.line.tell({ call: 'forget', ids: this.drop(oldest) })
    return id
  }

  /** Some objects are gone, lists that name them among them. */
  forget(ids: readonly number[]): void {
    for (const id of ids) {
      const key = this.keys.get(id)
      if (key !== undefined) this.kept.delete(key)
      this.keys.delete(id)
    }
  }

  private drop(id: number): number[] {
    const gone = this.dependents.remove(id)
    this.forget(gone)
    return gone
  }
}

/** The groups or buffers that a list names; pipelines stay as long as their device. */
function named({ kind, numbers }: CommandList): Set<number> {
  const places = kind === 'dispatches' ? [1] : [0, 2]
  const found = new Set<number>()
  for (let at = 0; at < numbers.length; at += numbersEach[kind]) {
    for (const place of places) found.add(numbers[at + place] ?? 0)
  }
  return found
}

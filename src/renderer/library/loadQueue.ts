import { LoadPace } from './loadPace'

/** So long after the last picture was asked for, scrolling has come to rest, milliseconds. */
const rest = 150

/**
 * Pictures that wait for their turn to load. While new ones keep coming, somebody scrolls: the newest begin first, they
 * stay in view for longest, and no more than leave every frame in time. At rest all begin.
 */
export class LoadQueue {
  /** In the order in which they were asked for. */
  private readonly waiting = new Set<() => void>()
  private readonly pace = new LoadPace()
  private running = false
  private asked = 0
  private last = 0

  /** @param onFrame calls back in the next frame with its time in milliseconds, as `requestAnimationFrame` does */
  constructor(private readonly onFrame: (frame: (now: number) => void) => unknown) {}

  /** Calls `begin` when it is its turn, unless what is returned is called before. */
  ask(begin: () => void): () => void {
    this.waiting.add(begin)
    this.asked = this.last
    if (!this.running) {
      this.running = true
      this.onFrame((now) => {
        this.last = this.asked = now
        this.onFrame(this.frame)
        this.begin(this.pace.next(0))
      })
    }
    return () => this.waiting.delete(begin)
  }

  // Goes on for a while after the last: how long frames take once pictures arrive is what sets the pace.
  private readonly frame = (now: number): void => {
    const duration = now - this.last
    this.last = now
    const resting = now - this.asked > rest
    this.begin(resting ? this.waiting.size : this.pace.next(duration))
    this.running = !resting
    if (this.running) this.onFrame(this.frame)
  }

  private begin(count: number): void {
    const newest = [...this.waiting].reverse().slice(0, count)
    for (const begin of newest) {
      this.waiting.delete(begin)
      begin()
    }
  }
}

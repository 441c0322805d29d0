/** A frame that took longer missed its turn on a screen of 60 a second, milliseconds. */
const late = 24

/** Pictures that may begin to load in a frame: at first and at most, and at least. */
const most = 4
const least = 1 / 8

/** What each frame in time adds. Small, since a late frame takes away half, and few should be late. */
const step = 1 / 64

/**
 * How many pictures may begin to load in each frame, so that scrolling stays smooth on any machine: ever more while
 * frames come in time, half as many after one that came late.
 */
export class LoadPace {
  private rate = most
  private credit = 0

  /** What may begin now; `duration`: that of the frame before, in milliseconds. */
  next(duration: number): number {
    this.rate = duration > late ? Math.max(least, this.rate / 2) : Math.min(most, this.rate + step)
    // What was not needed is not saved up: many at once are what makes a frame late.
    this.credit = Math.min(this.credit, 1) + this.rate
    const now = Math.floor(this.credit)
    this.credit -= now
    return now
  }
}

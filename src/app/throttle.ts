/** Calls at most once each `spacing` milliseconds: the first time at once, then once for all since. */
export interface Throttle {
  call(): void
  /** Forgets what waits. */
  close(): void
}

export function createThrottle(spacing: number, act: () => void): Throttle {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = false

  function fire(): void {
    wanted = false
    act()
    timer = setTimeout(() => {
      timer = undefined
      if (wanted) fire()
    }, spacing)
  }

  return {
    call() {
      wanted = true
      if (!timer) fire()
    },
    close() {
      wanted = false
      clearTimeout(timer)
    },
  }
}

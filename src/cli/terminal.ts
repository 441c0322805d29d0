/** Where the command line reads from and writes to; tests hand in their own. */
export interface Terminal {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Results only: a line of a table, or the one JSON object. */
  print(line: string): void
  /** Everything a person reads: messages and progress. */
  readonly messages: MessageStream
  /** Milliseconds that only grow. */
  now(): number
  /** Calls back on each Ctrl-C (or request to terminate). Returns the function that stops listening. */
  onInterrupt(listener: () => void): () => void
  /** Ends everything at once: this process and the engine's, if there is one. */
  abandon(enginePid: number | undefined): void
}

/** A stream for messages, and whether a person watches it. */
export interface MessageStream {
  readonly isTerminal: boolean
  /** Columns, where it is a terminal. */
  readonly width: number
  write(text: string): void
}

const interrupts = ['SIGINT', 'SIGTERM'] as const

/** The terminal that this process was started from. */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    print: (line) => void process.stdout.write(`${line}\n`),
    messages: {
      isTerminal: process.stderr.isTTY,
      get width() {
        return process.stderr.columns || 80
      },
      write: (text) => void process.stderr.write(text),
    },
    now: () => performance.now(),
    onInterrupt(listener) {
      for (const signal of interrupts) process.on(signal, listener)
      return () => {
        for (const signal of interrupts) process.off(signal, listener)
      }
    },
    abandon(enginePid) {
      try {
        if (enginePid !== undefined) process.kill(enginePid, 'SIGKILL')
      } finally {
        process.exit(exitStatus.failed)
      }
    },
  }
}

/** What the process ends with. An interrupted command counts as failed: it did not do what was asked. */
export const exitStatus = { done: 0, failed: 1, wrongArguments: 2 } as const

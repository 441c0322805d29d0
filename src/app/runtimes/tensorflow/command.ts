import { spawn } from 'node:child_process'
import { systemCode } from '../../../engine/hosts/node/fileErrors'
import { PixelloomError } from '../../../shared/errors'

export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly signal: AbortSignal
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly line?: (line: string) => void
}

/**
 * Runs another program to its end and keeps what it says. undefined where there is no such program; throws
 * `cancelled`, after its whole group of processes was ended.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { signal, cwd, environment, line }: RunOptions,
): Promise<Ran | undefined> {
  if (signal.aborted) throw cancelled()
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  const stop = (): void => endGroup(child.pid)
  signal.addEventListener('abort', stop)
  let [stdout, stderr, rest] = ['', '', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const lines = (rest + text).split(/[\r\n]+/)
    rest = lines.pop() ?? ''
    for (const each of lines) line?.(each)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  try {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      child.on('error', (error) => (systemCode(error) === 'ENOENT' ? resolve(undefined) : reject(error)))
      child.on('close', (code) => resolve(code ?? -1))
    })
    if (signal.aborted) throw cancelled()
    return status === undefined ? undefined : { status, stdout, stderr }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

export function cancelled(): PixelloomError {
  return new PixelloomError('cancelled', 'The installation was cancelled; nothing was left behind.')
}

import { spawn } from 'node:child_process'

/** @typedef {{ code: number, output: string, timedOut: boolean }} Outcome */

/**
 * Runs a command to its end and keeps what it says, for whoever wants to know after a failure.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number }} options
 * @returns {Promise<Outcome>}
 */
export function runQuietly(command, args, { cwd, env = process.env, shell = false, timeoutMs }) {
  return new Promise((settle) => {
    const child = spawn(command, [...args], { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let timedOut = false
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true
          child.kill('SIGKILL')
        }, timeoutMs)
      : undefined
    child.on('error', (error) => {
      clearTimeout(timer)
      settle({ code: 127, output: `${output}${error.message}\n`, timedOut })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      settle({ code: code ?? 1, output, timedOut })
    })
  })
}

/**
 * Runs a command in this terminal, as if it had been called instead of this script: what would end this
 * script ends the command.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>}
 */
export function runInTerminal(command, args, { cwd, env = process.env }) {
  return new Promise((settle, fail) => {
    const child = spawn(command, [...args], { cwd, env, stdio: 'inherit' })
    const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal)
    // A terminal sends Ctrl-C to both, and a second one could mean "at once" to the command.
    const interrupt = (/** @type {NodeJS.Signals} */ signal) => process.stdin.isTTY || passOn(signal)
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', passOn)
    const release = () => {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', passOn)
    }
    child.on('error', (error) => {
      release()
      fail(error)
    })
    child.on('close', (code, signal) => {
      release()
      settle({ code: code ?? 1, signal })
    })
  })
}

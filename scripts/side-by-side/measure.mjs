import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryRoot } from '../support/paths.mjs'

/** @typedef {import('./cases.mjs').Case} Case */

/**
 * A step's time and the process's memory at its height.
 * @typedef {{ seconds: number, memoryBytes: number, operations?: number }} Measured
 */

/**
 * Ours: the command line's own `bench`, in a Node of choice.
 * @param {Case} one
 * @param {{ node: string, runtime: string, seconds: number, expected?: number, what?: string, pixels?: number }} how
 *   `expected` seconds a step; `what` and `pixels` as `bench` has them
 * @returns {Promise<Measured>}
 */
export async function measureOurs(one, { node, runtime, seconds, expected = 0.1, what = 'train', pixels }) {
  const folder = mkdtempSync(join(tmpdir(), 'pixelloom-bench-'))
  try {
    const config = join(folder, 'model.json')
    writeFileSync(config, JSON.stringify(one.configuration))
    const runs = Math.min(1000, Math.max(3, Math.ceil(seconds / expected)))
    // tfjs' own WebAssembly is what `wasm` is without kernels of ours.
    const [name, env] = runtime === 'tfjs' ? ['wasm', { PIXELLOOM_KERNELS: folder }] : [runtime, {}]
    const args = ['bench', '--what', what, '--config', config, '--runtime', name, '--json', '--quiet']
    const counts = ['--batch', one.batch, '--threads', one.threads, '--runs', runs].map(String)
    if (pixels !== undefined) counts.push('--pixels', String(pixels))
    const cli = join(repositoryRoot, 'out', 'main', 'cli.js')
    const output = await call(node, [cli, ...args, ...counts, '--data-folder', folder], { env })
    return JSON.parse(output.trim().split('\n').at(-1) ?? '')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * PyTorch's: the reference implementation, in a Python that has torch.
 * @param {Case} one
 * @param {{ python: string, reference: string, seconds: number }} how
 * @returns {Promise<Measured>}
 */
export async function measureTorch({ configuration, batch, threads }, { python, reference, seconds }) {
  const script = join(import.meta.dirname, 'torch_step.py')
  const request = JSON.stringify({ configuration, batch, threads, seconds })
  return JSON.parse(await call(python, [script, reference], { input: request }))
}

/**
 * The reference's naive sampler: `values` of an image's values drawn, the time that of all.
 * @param {Case} one
 * @param {{ python: string, reference: string, values: number }} how
 * @returns {Promise<Measured>}
 */
export async function measureTorchSampling({ configuration, batch, threads }, { python, reference, values }) {
  const script = join(import.meta.dirname, 'torch_sample.py')
  const request = JSON.stringify({ configuration, batch, threads, values })
  return JSON.parse(await call(python, [script, reference], { input: request }))
}

/**
 * GFLOP/s of products on so many threads: the peak that steps are compared with.
 * @param {{ node: string, runtime: string }} how
 * @returns {Promise<number | undefined>}
 */
export async function measurePeak({ node, runtime }) {
  const cli = join(repositoryRoot, 'out', 'main', 'cli.js')
  const { runtimes } = JSON.parse(await call(node, [cli, 'runtimes', '--json']))
  return runtimes.find((/** @type {{ name: string }} */ { name }) => name === runtime)?.gigaflops
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ input?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<string>} what it printed on stdout
 */
function call(command, args, { input = '', env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let [output, errors] = ['', '']
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()))
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (errors += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}.\n${errors}${output}`)),
    )
    child.stdin.end(input)
  })
}

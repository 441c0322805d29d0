// npm run check [-- name ...]: everything that can be said about the sources without running them. One
// line for each check, followed by what it found where it found something.
import { join } from 'node:path'
import { setUp } from './setup.mjs'
import { commandOf, repositoryRoot } from './support/paths.mjs'
import { runQuietly } from './support/run.mjs'

// Two at a time, the long ones first: more would only wait for each other on a small machine.
const AT_ONCE = 2

await setUp({ build: false })

/**
 * Lets the compiler look only at what changed since the last check.
 * @param {string} name
 */
const remembering = (name) => ['--incremental', '--tsBuildInfoFile', `.cache/types-${name}.tsbuildinfo`]

/** @type {[name: string, script: string, args: string[]][]} */
const all = [
  ['lint', commandOf('eslint'), ['.', '--max-warnings', '0']],
  ['types-web', commandOf('vue-tsc'), ['-p', 'tsconfig.web.json', ...remembering('web')]],
  ['types-node', commandOf('typescript', 'tsc'), ['-p', 'tsconfig.node.json', ...remembering('node')]],
  ['format', commandOf('prettier'), ['--check', '--log-level', 'warn', '.']],
  ['format-c', join(repositoryRoot, 'scripts', 'format-kernels.mjs'), ['--check']],
  ['dead-code', commandOf('knip'), []],
  ['licences', join(repositoryRoot, 'scripts', 'licences.mjs'), ['--check']],
  [
    'styles',
    commandOf('stylelint'),
    ['src/renderer/**/*.{css,vue}', '--cache', '--cache-location', '.cache/stylelint'],
  ],
  ['boundaries', join(repositoryRoot, 'scripts', 'check-boundaries.mjs'), []],
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !all.some(([known]) => known === name))
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(', ')}; there are ${all.map(([name]) => name).join(', ')}.`)
  process.exit(2)
}

const queue = all.filter(([name]) => wanted.length === 0 || wanted.includes(name))
let failed = 0

async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const [name, script, args] = check
    const start = performance.now()
    const { code, output } = await runQuietly(process.execPath, [script, ...args], { cwd: repositoryRoot })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(10)}  ${seconds.padStart(5)} s`)
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd().replace(/^/gm, '    '))
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work))
console.log(failed === 0 ? 'All checks passed.' : `${failed} of the checks failed.`)
process.exitCode = failed === 0 ? 0 : 1

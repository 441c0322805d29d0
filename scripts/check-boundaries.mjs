// Fails where an import points up a layer, or brings into a layer what it must not know.
// Run from anywhere: node scripts/check-boundaries.mjs [repository root]
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importsOf } from './boundaries/imports.mjs'
import { judge } from './boundaries/rules.mjs'
import { isRunDirectly, repositoryRoot } from './support/paths.mjs'

/**
 * @typedef {object} Violation
 * @property {string} file from the repository's root, with slashes
 * @property {number} line
 * @property {string} specifier what is imported
 * @property {string} problem what is wrong and what to do instead
 */

/**
 * @param {string} root a folder with `src` in it
 * @returns {{ files: number, violations: Violation[] }}
 */
export function checkBoundaries(root) {
  const source = join(root, 'src')
  const files = (existsSync(source) ? readdirSync(source, { recursive: true, encoding: 'utf8' }) : [])
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|mts|cts|js|mjs|cjs|vue)$/.test(path))
    .sort()
  const violations = files.flatMap((file) =>
    importsOf(file, readFileSync(join(root, file), 'utf8')).flatMap(({ specifier, line }) => {
      const problem = judge(file, specifier)
      return problem ? [{ file, line, specifier, problem }] : []
    }),
  )
  return { files: files.length, violations }
}

if (isRunDirectly(import.meta.url)) {
  const { files, violations } = checkBoundaries(process.argv[2] ?? repositoryRoot)
  for (const { file, line, specifier, problem } of violations) {
    console.log(`${file}:${line}: import of '${specifier}': ${problem}`)
  }
  console.log(`${files} files, ${violations.length} imports across a boundary`)
  process.exitCode = violations.length > 0 ? 1 : 0
}

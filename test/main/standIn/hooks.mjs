// Module hooks: whoever imports "electron" gets the stand-in, which is written in TypeScript so that the compiler can
// hold it to Electron's declarations, and has its types taken off here.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = new URL('.', import.meta.url).href

export function resolve(specifier, context, next) {
  const own =
    context.parentURL?.startsWith(folder) && specifier.startsWith('./') && !specifier.endsWith('.mjs')
  const name = specifier === 'electron' ? './electron' : own ? specifier : undefined
  if (name === undefined) return next(specifier, context)
  return { url: new URL(`${name}.ts`, folder).href, format: 'module', shortCircuit: true }
}

export async function load(url, context, next) {
  if (!url.startsWith(folder) || !url.endsWith('.ts')) return next(url, context)
  const { outputText } = ts.transpileModule(await readFile(fileURLToPath(url), 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  })
  return { format: 'module', source: outputText, shortCircuit: true }
}

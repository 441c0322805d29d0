// The parser of components' scripts for eslint.config.js, with the types of one program for all of them. Left to
// itself the linter opens one component after another in TypeScript's project service; each changes the program, since
// on disk it is no TypeScript, so that all types are inferred anew for every one: most of the time that linting took.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { repositoryRoot } from '../support/paths.mjs'

/** @typedef {{ filePath?: string, projectService?: unknown, programs?: ts.Program[] }} ParserOptions */

const parse = /** @type {(code: string, options: ParserOptions) => object} */ (tseslint.parser.parseForESLint)

/** Whether types are wanted: of templates' expressions, and of a script that is only searched, they are not. */
const wantsTypes = (/** @type {ParserOptions} */ options) => Boolean(options.projectService)

/** The command is over before files change. An editor asks again and again while they do: there the service knows. */
const isCommand = /[\\/]eslint(?:\.js)?$/.test(process.argv[1] ?? '')

/** What vue-eslint-parser makes of a component's script: TypeScript, its imports first. */
function scriptOf(/** @type {string} */ path) {
  let script = ''
  const parser = {
    parseForESLint(/** @type {string} */ code, /** @type {ParserOptions} */ options) {
      if (wantsTypes(options)) script = code
      return parse(code, { ...options, projectService: undefined })
    },
  }
  const options = { parser, filePath: path, sourceType: 'module', projectService: true }
  vueParser.parseForESLint(readFileSync(path, 'utf8'), options)
  return script
}

/** All of the window's program, components as their scripts. */
function createProgram() {
  const { config } = ts.readConfigFile(join(repositoryRoot, 'tsconfig.web.json'), (path) =>
    ts.sys.readFile(path),
  )
  const extensions = [{ extension: '.vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }]
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    repositoryRoot,
    undefined,
    undefined,
    undefined,
    extensions,
  )
  const compilerOptions = { ...options, allowNonTsExtensions: true }
  const host = ts.createCompilerHost(compilerOptions, true)
  const getSourceFile = host.getSourceFile.bind(host)
  host.getSourceFile = (path, language, ...others) =>
    path.endsWith('.vue')
      ? ts.createSourceFile(path, scriptOf(path), language, true, ts.ScriptKind.TS)
      : getSourceFile(path, language, ...others)
  return ts.createProgram(fileNames, compilerOptions, host)
}

/** @type {ts.Program | undefined} */
let program

export const componentParser = {
  ...tseslint.parser,
  parseForESLint(/** @type {string} */ code, /** @type {ParserOptions} */ options) {
    if (!isCommand || !wantsTypes(options)) return parse(code, options)
    program ??= createProgram()
    // What differs from what lies on disk, once something was mended in it, is left to the service as well.
    const known = program.getSourceFile(options.filePath ?? '')?.text === code
    const types = known ? { projectService: undefined, programs: [program] } : {}
    return parse(code, { ...options, ...types })
  },
}

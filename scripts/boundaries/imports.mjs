import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'

/** @typedef {{ specifier: string, line: number }} Import one module name, and the line (from 1) it stands on */

/**
 * Every module that a source file names: static, type-only, re-exported, dynamic, in a type, or required.
 * @param {string} name the file's name; `.vue` is read by its script parts
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(name, text) {
  if (!name.endsWith('.vue')) return importsOfScript(name, text, 0)
  const { script, scriptSetup } = parse(text, { filename: name, sourceMap: false }).descriptor
  return [script, scriptSetup].flatMap((block) => {
    if (!block) return []
    const before = block.loc.start.line - 1
    const elsewhere = block.src ? [{ specifier: block.src, line: before + 1 }] : []
    return [...elsewhere, ...importsOfScript(`${name}.ts`, block.content, before)]
  })
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} linesBefore
 * @returns {Import[]}
 */
function importsOfScript(name, text, linesBefore) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest)
  /** @type {Import[]} */
  const found = []
  /** @param {ts.Node} node */
  const visit = (node) => {
    const literal = moduleNameIn(node)
    if (literal) {
      const { line } = source.getLineAndCharacterOfPosition(literal.getStart(source))
      found.push({ specifier: literal.text, line: line + 1 + linesBefore })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/**
 * @param {ts.Node} node
 * @returns {ts.StringLiteralLike | undefined}
 */
function moduleNameIn(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literalOf(node.moduleSpecifier)
  if (ts.isExternalModuleReference(node)) return literalOf(node.expression)
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? literalOf(node.argument.literal) : undefined
  }
  if (!ts.isCallExpression(node)) return undefined
  const called = node.expression
  const imports =
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')
  return imports ? literalOf(node.arguments[0]) : undefined
}

/**
 * @param {ts.Node | undefined} node
 * @returns {ts.StringLiteralLike | undefined}
 */
function literalOf(node) {
  return node && ts.isStringLiteralLike(node) ? node : undefined
}

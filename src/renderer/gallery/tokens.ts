import sheet from '../design/tokens.css?raw'

/** The names of all tokens of a kind, as the sheet has them: none is forgotten here. */
export function tokensOf(kind: RegExp): string[] {
  const names = [...sheet.matchAll(/^ {2}(--[\w-]+): (.+);$/gm)]
  return names.filter(([line]) => kind.test(line.trim())).map(([, name]) => name ?? '')
}

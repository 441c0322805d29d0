import { join } from 'node:path'
import stylelint from 'stylelint'
import { describe, expect, it } from 'vitest'
import { root } from '../support/optional'

/** The rules that a component with this declaration breaks. */
async function broken(declaration: string): Promise<string[]> {
  const { results } = await stylelint.lint({
    code: `<template><p></p></template>\n\n<style scoped>\np {\n  ${declaration};\n}\n</style>\n`,
    codeFilename: join(root, 'src', 'renderer', 'components', 'shell', 'Sample.vue'),
    configFile: join(root, 'stylelint.config.mjs'),
  })
  return results.flatMap(({ warnings }) => warnings.map(({ rule }) => rule))
}

describe('the check of styles', () => {
  it.each([
    'color: #fff',
    'color: white',
    'background: rgb(0 0 0 / 40%)',
    'border: 1px solid #123456',
    'font-size: 13px',
    'font-weight: 520',
    'font: 540 11.5px / 1.5 var(--font)',
    'line-height: 1.3',
    'padding: 3px 8px',
    'margin: calc(4px + 2px) auto',
    'gap: 7px',
    'border-radius: 50%',
    'box-shadow: 0 1px 2px var(--line)',
    'z-index: 50',
    'transition: opacity 120ms',
    'animation: turn 1.4s linear infinite',
  ])('stops at %s', async (declaration) => {
    expect(await broken(declaration)).not.toEqual([])
  })

  it.each([
    'color: var(--ink-2)',
    'border: 1px solid var(--line)',
    'background: color-mix(in srgb, var(--surface) 80%, transparent)',
    'font-size: inherit',
    'padding: 0 var(--space-3) 1px auto',
    'margin: calc(0px - var(--space-1)) auto',
    'border-radius: var(--radius) var(--radius) 0 0',
    'transition: opacity var(--quick), transform var(--quick)',
    'animation: turn var(--turning) infinite',
    'width: min(320px, 100%)',
  ])('lets %s pass', async (declaration) => {
    expect(await broken(declaration)).toEqual([])
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkBoundaries } from '../../scripts/check-boundaries.mjs'

let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'pixelloom-boundaries-'))
})

afterEach(() => {
  rmSync(tree, { recursive: true })
})

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true })
    writeFileSync(join(tree, name), text)
  }
}

/** Checks a tree of one file, and gives the lines and modules it is blamed for. */
function blame(file: string, text: string): string[] {
  write({ [file]: text })
  return checkBoundaries(tree).violations.map(({ line, specifier }) => `${line} ${specifier}`)
}

it('passes a tree in which every import points down', () => {
  write({
    'src/renderer/App.vue':
      '<script setup lang="ts">\nimport { ref } from "vue"\nimport "uplot/dist/uPlot.min.css"\n' +
      'import type { A } from "../shared/a"\nimport Part from "./Part.vue"\n</script><template><i /></template>',
    'src/preload/index.ts': 'import { contextBridge } from "electron"\nimport "../shared/a"',
    'src/main/index.ts':
      'import { app } from "electron/main"\nimport icon from "../../resources/icon.png?asset"\nimport "../app/a"\n' +
      'import "../engine/a"',
    'src/cli/index.ts': 'import { version } from "../../package.json"\nimport "../app/a"\nimport "commander"',
    'src/app/a.ts': 'import "node:fs"\nimport "ws"\nimport "../engine/a"\nimport "../shared/a"',
    'src/engine/a.ts': 'import * as tf from "@tensorflow/tfjs"\nimport "zod"\nexport * from "../shared/a"',
    'src/engine/hosts/node/a.ts': 'import "node:fs"\nimport sharp from "sharp"\nimport "../../a"',
    'src/engine/runtimes/wasm.ts': 'import { createRequire } from "node:module"',
    'src/engine/a.test.ts':
      'import "node:fs"\nimport { it } from "vitest"\nimport "../../test/support/optional"',
    'src/shared/a.ts': 'import { z } from "zod"\nimport "./b"',
  })
  expect(checkBoundaries(tree)).toEqual({ files: 10, violations: [] })
})

describe('a layer imports only layers below it', () => {
  const upwards: [string, string][] = [
    ['src/shared/a.ts', '../engine/a'],
    ['src/engine/models/a.ts', '../../app/a'],
    ['src/app/a.ts', '../cli/a'],
    ['src/app/a.ts', '../main/a'],
    ['src/cli/a.ts', '../main/a'],
    ['src/main/a.ts', '../cli/a'],
    ['src/main/a.ts', '../renderer/a'],
    ['src/preload/a.ts', '../app/a'],
    ['src/preload/a.ts', '../renderer/a'],
    ['src/renderer/a.ts', '../engine/a'],
    ['src/renderer/a.ts', '../main/a'],
    ['src/engine/a.test.ts', '../app/a'],
  ]
  it.each(upwards)('%s may not import %s', (file, specifier) => {
    expect(blame(file, `import '${specifier}'`)).toEqual([`1 ${specifier}`])
  })
})

describe('a layer imports only packages it may know', () => {
  const foreign: [string, string][] = [
    ['src/shared/a.ts', 'node:path'],
    ['src/shared/a.ts', 'path'],
    ['src/shared/a.ts', '@tensorflow/tfjs'],
    ['src/shared/a.ts', 'electron'],
    ['src/engine/models/a.ts', 'node:fs'],
    ['src/engine/models/a.ts', 'sharp'],
    ['src/engine/hostsAlike/a.ts', 'fs/promises'],
    ['src/engine/hosts/a.ts', 'electron'],
    ['src/engine/hosts/a.ts', 'vue'],
    ['src/app/a.ts', 'electron'],
    ['src/app/a.ts', 'pinia'],
    ['src/cli/a.ts', 'electron/main'],
    ['src/main/a.ts', 'vue'],
    ['src/preload/a.ts', 'node:fs'],
    ['src/preload/a.ts', '@tensorflow/tfjs'],
    ['src/renderer/a.ts', 'node:fs'],
    ['src/renderer/a.ts', 'electron'],
    ['src/renderer/a.ts', '@tensorflow/tfjs'],
    ['src/renderer/a.ts', 'sharp'],
  ]
  it.each(foreign)('%s may not import %s', (file, specifier) => {
    expect(blame(file, `import '${specifier}'`)).toEqual([`1 ${specifier}`])
  })
})

describe('nothing outside src is imported by path', () => {
  const outside: [string, string][] = [
    ['src/engine/hosts/a.ts', '../../../node_modules/sharp/lib/index.js'],
    ['src/app/a.ts', '../../test/support/optional'],
    ['src/app/a.ts', '../../../elsewhere/a'],
    ['src/app/a.test.ts', '../../scripts/setup.mjs'],
    ['src/app/a.ts', '/absolute/a'],
    ['src/app/a.ts', '../unheard/a'],
  ]
  it.each(outside)('%s may not import %s', (file, specifier) => {
    expect(blame(file, `import '${specifier}'`)).toEqual([`1 ${specifier}`])
  })
})

describe('every way to name a module is seen', () => {
  const ways = [
    'import x from "electron"',
    'import type { X } from "electron"',
    'import { type X } from "electron"',
    'export * from "electron"',
    'export type { X } from "electron"',
    'const x = await import("electron")',
    'const x = await import(`electron`)',
    'let x: import("electron").X',
    'const x = require("electron")',
    'import x = require("electron")',
  ]
  it.each(ways)('%s', (text) => {
    expect(blame('src/engine/a.ts', `// the first line\n${text}`)).toEqual(['2 electron'])
  })

  it('in both scripts of a component, at its own line', () => {
    const component = [
      '<script lang="ts">',
      'import "node:fs"',
      '</script>',
      '<template><p>import "electron"</p></template>',
      '<script setup lang="ts">',
      '// a comment',
      'import "../main/a"',
      '</script>',
    ]
    expect(blame('src/renderer/A.vue', component.join('\n'))).toEqual(['2 node:fs', '7 ../main/a'])
  })

  it('but not in comments and strings', () => {
    expect(blame('src/engine/a.ts', '// import "electron"\nconst x = `import "electron"`')).toEqual([])
  })
})

it('blames a file that is in no layer', () => {
  expect(blame('src/utilities/a.ts', 'import "zod"')).toEqual(['1 zod'])
})

it('says what to do instead', () => {
  write({ 'src/engine/models/a.ts': '\nimport fs from "node:fs"' })
  const [violation] = checkBoundaries(tree).violations
  expect(violation).toMatchObject({ file: 'src/engine/models/a.ts', line: 2, specifier: 'node:fs' })
  expect(violation?.problem).toContain('src/engine/host.ts')
})

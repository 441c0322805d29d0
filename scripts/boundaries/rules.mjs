import { isBuiltin } from 'node:module'
import { posix } from 'node:path'

/** The layers from top to bottom, and the layers that each may import. */
const LAYERS = {
  renderer: ['shared'],
  preload: ['shared'],
  main: ['app', 'engine', 'shared'],
  cli: ['app', 'engine', 'shared'],
  app: ['engine', 'shared'],
  engine: ['shared'],
  shared: [],
}

/** @typedef {keyof typeof LAYERS} Layer */

const INTERFACE = ['vue', 'vue-i18n', 'pinia', 'reka-ui', 'uplot', '@tanstack/vue-virtual']

/** Outside src, only these are part of the program. */
const BESIDE_SRC = /^(package\.json|resources\/)/

/**
 * What is wrong with an import, or undefined where nothing is.
 * @param {string} file the importing file, from the repository's root, with slashes
 * @param {string} specifier what it imports
 * @returns {string | undefined} what is wrong and what to do instead
 */
export function judge(file, specifier) {
  const layer = layerOf(file)
  if (!layer) {
    return `this file is in no layer; move it into one of ${list(Object.keys(LAYERS).map((name) => `src/${name}`))}`
  }
  const bare = specifier.replace(/[?#].*$/, '')
  if (bare.startsWith('.')) return judgeRelative(file, layer, posix.join(posix.dirname(file), bare))
  if (bare.startsWith('/'))
    return 'this path exists on one machine only; import by package name or relative path'
  // A test may use whatever it needs to look at its layer from outside.
  if (isTest(file)) return undefined
  return judgePackage(file, layer, bare)
}

/**
 * @param {string} file
 * @param {Layer} layer
 * @param {string} target
 */
function judgeRelative(file, layer, target) {
  if (!target.startsWith('src/')) {
    if (isTest(file) && target.startsWith('test/')) return undefined
    if (BESIDE_SRC.test(target)) return undefined
    return target.startsWith('node_modules/')
      ? 'import the package by its name, not by its path'
      : 'the program imports nothing outside src but package.json and resources; move what it needs into src'
  }
  const to = layerOf(target)
  if (to === layer) return undefined
  if (!to) return 'there is no such layer'
  if (/** @type {readonly string[]} */ (LAYERS[layer]).includes(to)) return undefined
  return `src/${layer} may import ${allowed(layer)}; ${wayOut(layer)}`
}

/**
 * @param {string} file
 * @param {Layer} layer
 * @param {string} specifier
 */
function judgePackage(file, layer, specifier) {
  const name = packageOf(specifier)
  const node = isBuiltin(specifier)
  switch (layer) {
    case 'shared':
      return name === 'zod'
        ? undefined
        : 'src/shared runs everywhere, so it imports zod and nothing else; put this into the layer that needs it'
    case 'renderer':
      if ([...INTERFACE, 'zod'].includes(name)) return undefined
      return node || name === 'electron'
        ? 'the window is sandboxed; ask for it through a method of src/shared/contract'
        : `src/renderer imports ${list(INTERFACE)} and zod; work on data belongs behind the contract`
    case 'preload':
      return name === 'electron'
        ? undefined
        : 'src/preload only passes the contract on; it imports electron alone'
    case 'engine':
      return judgeEngine(file, name, node)
    case 'main':
      return INTERFACE.includes(name) ? 'what a person sees belongs into src/renderer' : undefined
    case 'app':
    case 'cli':
      if (INTERFACE.includes(name)) return 'what a person sees in a window belongs into src/renderer'
      return name === 'electron'
        ? `src/${layer} also runs without Electron; take what it needs as a parameter that src/main passes`
        : undefined
  }
}

/**
 * @param {string} file
 * @param {string} name
 * @param {boolean} node
 */
function judgeEngine(file, name, node) {
  if (name === 'electron')
    return 'the engine knows no shell; take what it needs as a parameter that src/main passes'
  if (INTERFACE.includes(name)) return 'the engine has no interface; send an event that the renderer shows'
  if (/^src\/engine\/(hosts|runtimes)\//.test(file)) return undefined
  if (name.startsWith('@tensorflow/') || name === 'zod') return undefined
  const what = node ? 'Node' : name
  return `only src/engine/hosts and src/engine/runtimes know ${what}; take it through src/engine/host.ts`
}

/**
 * @param {string} path
 * @returns {Layer | undefined}
 */
function layerOf(path) {
  const name = /^src\/([^/]+)\//.exec(path)?.[1]
  return name !== undefined && Object.hasOwn(LAYERS, name) ? /** @type {Layer} */ (name) : undefined
}

/** @param {Layer} layer */
function allowed(layer) {
  const below = LAYERS[layer]
  return below.length === 0 ? 'no other layer' : `only ${list(below.map((name) => `src/${name}`))}`
}

/** @param {Layer} layer */
function wayOut(layer) {
  if (layer === 'renderer' || layer === 'preload')
    return 'go through a method or an event of src/shared/contract'
  if (layer === 'shared') return 'move what both need down into src/shared'
  return 'move what both need into a lower layer, or take it as a parameter'
}

/** @param {string} file */
function isTest(file) {
  return /\.test\.ts$/.test(file)
}

/** @param {string} specifier */
function packageOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** @param {readonly string[]} names */
function list(names) {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

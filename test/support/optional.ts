import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'vitest'
import { findElectron, whyNoWindow } from '../../scripts/electron.mjs'
import { kernelFolder } from '../../src/engine/runtimes/kernels/folder'
import { openNativeLibrary } from '../../src/engine/runtimes/kernels/nativeLibrary'
import { openWasmLibrary } from '../../src/engine/runtimes/kernels/wasmLibrary'
import { whyNoVulkan } from '../../src/engine/runtimes/webgpu/vulkan'
import { newestInstalled } from '../../src/engine/runtimes/tensorflow/installed'
import { folderVariable } from '../../src/engine/runtimes/tensorflow/manifest'

/** The name by which PIXELLOOM_REQUIRE (a comma-separated list) asks for an optional part. */
export type RequirementName =
  'python' | 'chromium' | 'electron' | 'reference' | 'kernels' | 'tensorflow' | 'webgpu'

/** A part that a machine may lack: where it is, or why it can't be used and what to do about it. */
export type Requirement = { name: RequirementName } & (
  { available: true; path: string } | { available: false; reason: string }
)

/** The repository's root. */
export const root = resolve(import.meta.dirname, '..', '..')

/** A slow machine takes its time to import torch for the first time. */
const DETECTION_TIMEOUT_MS = 120_000

/**
 * What tests may ask for. Each is looked for once, when first asked for, so that a file that needs no
 * Python doesn't wait for one.
 */
export const optional = {
  /** A Python that imports torch and numpy. */
  get python(): Requirement {
    return once('python', detectPython)
  },
  /** A Chromium that starts, for playwright-core's `executablePath`. */
  get chromium(): Requirement {
    return once('chromium', detectChromium)
  },
  /** An Electron binary, and a place to open its window. */
  get electron(): Requirement {
    return once('electron', detectElectron)
  },
  /** Kernels compiled for this machine and for WebAssembly: the folder they lie in. */
  get kernels(): Requirement {
    return once('kernels', detectKernels)
  },
  /** TensorFlow, installed by `pixelloom runtimes install tensorflow`: the folder of its versions. */
  get tensorflow(): Requirement {
    return once('tensorflow', detectTensorflow)
  },
  /** A WebGPU adapter through Dawn: a card's, or SwiftShader's, which Chromium brings along. */
  get webgpu(): Requirement {
    return once('webgpu', detectWebgpu)
  },
  /** A Python that has TensorFlow, of which it is installed. */
  get tensorflowPython(): Requirement {
    return once('tensorflow python', detectTensorflowPython)
  },
  /** The reference implementation of the networks, beside the repository. */
  get sharedReference(): Requirement {
    return once('reference', detectReference)
  },
}

/**
 * `describe` for a suite that needs an optional part, whose path is handed to the body. Where it is
 * missing, the suite stands in the report as skipped, with the reason, and its body doesn't run; where
 * PIXELLOOM_REQUIRE names it, the suite fails instead.
 */
export function describeWith(requirement: Requirement, title: string, body: (path: string) => void): void {
  describeWithAll([requirement], title, (paths) => {
    body(paths[0] ?? '')
  })
}

/** {@link describeWith} for a suite that needs several parts: their paths in the order asked for. */
export function describeWithAll(
  requirements: readonly Requirement[],
  title: string,
  body: (paths: readonly string[]) => void,
): void {
  const missing = requirements.find((requirement) => !requirement.available)
  if (missing) return standIn(missing, title)
  describe(title, () => {
    body(requirements.map((requirement) => (requirement.available ? requirement.path : '')))
  })
}

/** {@link describeWith} for a single test. */
export function itWith(
  requirement: Requirement,
  title: string,
  body: (path: string) => void | Promise<void>,
): void {
  if (!requirement.available) return standIn(requirement, title)
  it(title, () => body(requirement.path))
}

function standIn(missing: Requirement, title: string): void {
  const reason = missing.available ? '' : missing.reason
  if (required().includes(missing.name)) {
    it(title, () => {
      throw new Error(`PIXELLOOM_REQUIRE asks for ${missing.name}, but ${reason}`)
    })
    return
  }
  it.skip(`${title} (skipped: ${reason})`)
}

function required(): string[] {
  return (process.env['PIXELLOOM_REQUIRE'] ?? '').split(',').map((name) => name.trim())
}

const found = new Map<string, Requirement>()

function once(name: string, detect: () => Requirement): Requirement {
  const known = found.get(name) ?? detect()
  found.set(name, known)
  return known
}

function pythonPath(): string {
  const inVenv = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']
  const venv = join(root, '.venv', ...inVenv)
  return process.env['PIXELLOOM_PYTHON'] || (existsSync(venv) ? venv : 'python3')
}

function detectPython(): Requirement {
  const name = 'python'
  const path = pythonPath()
  return starts(path, ['-c', 'import torch, numpy'])
    ? { name, available: true, path }
    : { name, available: false, reason: 'no Python with torch and numpy; set PIXELLOOM_PYTHON' }
}

function detectChromium(): Requirement {
  const name = 'chromium'
  const named = process.env['PIXELLOOM_CHROMIUM']
  // On Windows `--version` opens a window, so there being there must do.
  const path = (named ? [named] : CHROMIUMS).find(
    (candidate) =>
      existsSync(candidate) && (process.platform === 'win32' || starts(candidate, ['--version'])),
  )
  return path
    ? { name, available: true, path }
    : { name, available: false, reason: 'no Chromium; install one or set PIXELLOOM_CHROMIUM' }
}

const CHROMIUMS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  join(process.env['PROGRAMFILES'] ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
]

function detectElectron(): Requirement {
  const name = 'electron'
  const path = findElectron(root)
  if (!path) {
    return {
      name,
      available: false,
      reason: 'no Electron binary; run npx install-electron or set ELECTRON_OVERRIDE_DIST_PATH',
    }
  }
  const noWindow = whyNoWindow()
  return noWindow ? { name, available: false, reason: noWindow } : { name, available: true, path }
}

function detectReference(): Requirement {
  const name = 'reference'
  const path = resolve(root, '..', 'shared', 'reference', 'pixelrnn_reference.py')
  return existsSync(path)
    ? { name, available: true, path }
    : { name, available: false, reason: 'no reference implementation at ../shared/reference' }
}

function detectKernels(): Requirement {
  const name = 'kernels'
  const path = kernelFolder()
  const missing = [openNativeLibrary(path), openWasmLibrary(path)].find((found) => 'reason' in found)
  if (!missing) return { name, available: true, path }
  return {
    name,
    available: false,
    reason: `${'reason' in missing ? missing.reason : ''}; run npm run build:kernels`,
  }
}

function detectTensorflowPython(): Requirement {
  const name = 'tensorflow'
  const path = pythonPath()
  const has = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("tensorflow") is None)'
  return starts(path, ['-c', has])
    ? { name, available: true, path }
    : { name, available: false, reason: 'no Python with tensorflow; set PIXELLOOM_PYTHON' }
}

/** The data folder that tests share, in which TensorFlow may be installed. */
const tensorflowData = join(root, '.tensorflow')

function detectTensorflow(): Requirement {
  const name = 'tensorflow'
  const path = process.env[folderVariable] || join(tensorflowData, 'runtimes', 'tensorflow')
  if (!newestInstalled(path)) {
    const reason =
      'no TensorFlow in .tensorflow; run bin/pixelloom runtimes install tensorflow --data-folder .tensorflow'
    return { name, available: false, reason }
  }
  // What owners of engine processes tell them; tests that compute themselves are such a process.
  process.env[folderVariable] = path
  return { name, available: true, path }
}

/** Where Debian's and Ubuntu's Chromium has its driver for the processor. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json'

function detectWebgpu(): Requirement {
  const name = 'webgpu'
  // Tests know what to expect of one driver only; with a card at hand set PIXELLOOM_VULKAN to its own.
  const driver = process.env['PIXELLOOM_VULKAN'] || SWIFTSHADER
  if (!existsSync(driver)) {
    return {
      name,
      available: false,
      reason: `no Vulkan driver at ${driver}; install chromium or set PIXELLOOM_VULKAN`,
    }
  }
  process.env['VK_ICD_FILENAMES'] = driver
  const missing = whyNoVulkan()?.reason
  return missing ? { name, available: false, reason: missing } : { name, available: true, path: driver }
}

function starts(path: string, args: string[]): boolean {
  return spawnSync(path, args, { stdio: 'ignore', timeout: DETECTION_TIMEOUT_MS }).status === 0
}

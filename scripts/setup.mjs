// Makes a checkout ready: installs where the lock file asks for something else than what is there, and
// builds where the sources are newer than what was built. Says nothing where there is nothing to do.
// Run from anywhere: node scripts/setup.mjs [--no-build]
import { join } from 'node:path'
import { requireNode } from './support/node-version.mjs'
import { isRunDirectly, repositoryRoot } from './support/paths.mjs'
import { ensureBuilt } from './setup/build.mjs'
import { ensureKernels } from './kernels/ensure.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { withLock } from './setup/lock.mjs'

/**
 * Installs and builds where needed, with what there is to say on stderr; ends the process with the reason
 * where that fails.
 * @param {{ build?: boolean }} [options]
 */
export async function setUp({ build = true } = {}) {
  requireNode()
  try {
    await withLock(join(repositoryRoot, '.cache', 'setup.lock'), async () => {
      await ensureInstalled(repositoryRoot)
      if (!build) return
      await ensureKernels()
      await ensureBuilt(repositoryRoot)
    })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

if (isRunDirectly(import.meta.url)) await setUp({ build: !process.argv.includes('--no-build') })

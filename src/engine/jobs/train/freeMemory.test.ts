import { chmodSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onUnix } from '../../../../test/support/onUnix'
import { createNodeHost } from '../../hosts/node/host'
import { freeCardMemory } from '../../runtimes/tensorflow/card'
import { freeMemory } from './freeMemory'

const host = { freeMemory: () => 9e9 }

describe('the memory that a training could have', () => {
  it('is what the machine has left, as far as its runtime reaches', () => {
    expect(freeMemory(host, {})).toBe(9e9)
    expect(freeMemory(host, { memoryLimit: 4e9 })).toBe(4e9)
    expect(freeMemory({}, { memoryLimit: 4e9 })).toBeUndefined()
  })

  it("is the card's own where it computes on one, or not known", () => {
    expect(freeMemory(host, { freeCardMemory: () => 40e9 })).toBe(40e9)
    expect(freeMemory(host, { freeCardMemory: () => undefined })).toBeUndefined()
  })

  it('is bytes, where Node tells it', () => {
    expect(createNodeHost().freeMemory?.()).toBeGreaterThan(1e6)
  })

  onUnix('is what the driver of a card says', 'it has no scripts that run as programs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pixelloom-card-'))
    const program = join(folder, 'nvidia-smi')
    const says = (script: string): number | undefined => {
      writeFileSync(program, `#!/bin/sh\n${script}\n`)
      chmodSync(program, 0o755)
      return freeCardMemory(program)
    }
    expect(says('echo 40960; echo 100')).toBe(40 * 2 ** 30)
    expect(says('echo Failed to initialise; exit 9')).toBeUndefined()
    expect(says('echo "[N/A]"')).toBeUndefined()
    expect(freeCardMemory(join(folder, 'none'))).toBeUndefined()
    await rm(folder, { recursive: true })
  })
})

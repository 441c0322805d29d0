import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandOf } from '../../scripts/support/paths.mjs'

/** The lines that a run of the fixtures prints, on a machine without Python. */
function linesOfRun(env: NodeJS.ProcessEnv): { status: number | null; lines: string[] } {
  const folder = join(import.meta.dirname, 'fixtures')
  const { status, stdout } = spawnSync(process.execPath, [commandOf('vitest'), 'run'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', PIXELLOOM_PYTHON: join(folder, 'no-such-python'), ...env },
  })
  return { status, lines: stdout.trimEnd().split('\n') }
}

describe('the end of a run', () => {
  const { status, lines } = linesOfRun({ PIXELLOOM_REQUIRE: '' })

  it('is the counts, in which a file that does not load and a hook that throws have failed', () => {
    expect(lines.at(-1)).toBe('1 passed, 3 failed, 4 skipped')
    expect(status).toBe(1)
  })

  it('names what was skipped, and why', () => {
    const skipped = lines.slice(lines.indexOf('Skipped:') + 1, -2)
    const because = '(skipped: no Python with torch and numpy; set PIXELLOOM_PYTHON)'
    expect(skipped).toEqual([
      '  outcomes.fixture.ts > finds out late that it can not run (skipped: the moon is down)',
      '  outcomes.fixture.ts > a hook that throws > is never run',
      `  outcomes.fixture.ts > arithmetic by Python ${because}`,
      `  outcomes.fixture.ts > one test by Python ${because}`,
    ])
  })
})

it('fails what lacks a part that PIXELLOOM_REQUIRE names', () => {
  const { lines } = linesOfRun({ PIXELLOOM_REQUIRE: 'chromium, python' })
  expect(lines.at(-1)).toBe('1 passed, 5 failed, 2 skipped')
})

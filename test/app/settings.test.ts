import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usualSettings } from '../../src/shared/settings'
import { temporaryFolder } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'

/** An app whose settings file held this when it opened. */
async function openWith(text: string) {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'data', 'settings.json'), text)
  return openTestApp({ folder })
}

describe('settings', () => {
  it('are kept: what was set is there at the next start, and everyone is told', async () => {
    const folder = await temporaryFolder()
    const { app, told } = await openTestApp({ folder })
    const set = valueOf(await app.invoke('settings.set', { saving: { format: 'webp' } }))
    expect(told.filter(({ event }) => event === 'settings.changed')).toEqual([
      { event: 'settings.changed', payload: { settings: set } },
    ])
    await app.close()
    const again = await openTestApp({ folder })
    expect(valueOf(await again.app.invoke('settings.get', {}))).toEqual({
      ...usualSettings,
      saving: { ...usualSettings.saving, format: 'webp' },
    })
  })

  it('keep the last of many changes at once', async () => {
    const { app, dataFolder } = await openTestApp()
    const qualities = Array.from({ length: 20 }, (_, i) => i + 1)
    await Promise.all(qualities.map((quality) => app.invoke('settings.set', { saving: { quality } })))
    const file = JSON.parse(await readFile(join(dataFolder, 'settings.json'), 'utf8')) as object
    expect(file).toMatchObject({ saving: { quality: 20 } })
  })

  it('fall back field by field where the file is damaged', async () => {
    const { app, logged } = await openWith('{"appearance":{"theme":"dark"},"saving":{"quality":1000}}')
    const settings = valueOf(await app.invoke('settings.get', {}))
    expect([settings.appearance.theme, settings.saving.quality]).toEqual([
      'dark',
      usualSettings.saving.quality,
    ])
    expect(logged.join('\n')).toContain('saving.quality')
  })

  it('keep a file that is no JSON beside, and begin anew', async () => {
    const { app, dataFolder } = await openWith('{"appearance":{"the')
    expect(valueOf(await app.invoke('settings.get', {}))).toEqual(usualSettings)
    expect(await readFile(join(dataFolder, 'settings.json.bad'), 'utf8')).toBe('{"appearance":{"the')
    expect(await readdir(dataFolder)).not.toContain('settings.json')
  })

  it('are reset, and what was before can be set again', async () => {
    const { app } = await openTestApp()
    const mine = valueOf(await app.invoke('settings.set', { processor: { threads: 1 } }))
    const { settings, before } = valueOf(await app.invoke('settings.reset', {}))
    expect([settings, before]).toEqual([usualSettings, mine])
    expect(valueOf(await app.invoke('settings.set', before))).toEqual(mine)
  })

  it('decide what jobs compute with, unless a job is asked for otherwise', async () => {
    const { app, engine } = await openTestApp()
    await app.invoke('settings.set', {
      processor: { runtime: 'wasm', threads: 3 },
      training: { checkpointsKept: 7 },
    })
    await app.invoke('jobs.verify', { modelId: 'digits' })
    expect((await engine.started(0)).specification).toMatchObject({ runtime: 'wasm', threads: 3 })
    await app.invoke('jobs.train', { name: 'Birds', data: '/birds', runtime: 'cpu' })
    expect((await engine.started(1)).specification).toMatchObject({
      runtime: 'cpu',
      threads: 3,
      keep: 7,
    })
  })
})

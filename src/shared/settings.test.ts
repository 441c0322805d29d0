import { describe, expect, it } from 'vitest'
import { changed, readSettings, settingsChangeSchema, usualSettings } from './settings'

describe('settings as a file has them', () => {
  it('are the usual ones where there are none', () => {
    expect(readSettings(undefined)).toEqual({ settings: usualSettings, damaged: [] })
    expect(usualSettings.saving).toMatchObject({ format: 'png', keepMetadata: true })
  })

  it('keep what is right where a field beside it is not, and name that one', () => {
    const { settings, damaged } = readSettings({
      appearance: { language: 'de', theme: 'pink' },
      processor: { threads: '4' },
      saving: 'none',
    })
    expect(settings.appearance).toEqual({ language: 'de', theme: 'system' })
    expect(settings.saving).toEqual(usualSettings.saving)
    expect(damaged).toEqual(['appearance.theme', 'processor.threads', 'saving'])
  })

  it('pass over what a later version may have written, and fill in what an earlier one had not', () => {
    const { settings, damaged } = readSettings({ appearance: { theme: 'dark', glow: 3 }, radio: {} })
    expect(settings).toEqual({ ...usualSettings, appearance: { language: 'system', theme: 'dark' } })
    expect(damaged).toEqual([])
  })

  it.each([[[]], ['text'], [null], [7]])('are the usual ones where they are %j', (held) => {
    expect(readSettings(held)).toEqual({ settings: usualSettings, damaged: ['settings'] })
  })
})

describe('a change', () => {
  it('leaves what it doesn’t name', () => {
    const now = changed(usualSettings, { saving: { quality: 50 } })
    expect(now).toEqual({ ...usualSettings, saving: { ...usualSettings.saving, quality: 50 } })
  })

  it.each([
    { saving: { quality: 0 } },
    { saving: { colour: 1 } },
    { sound: true },
    { appearance: { language: 'xx' } },
  ])('is refused where a field is wrong or isn’t one: %j', (change) => {
    expect(settingsChangeSchema.safeParse(change).success).toBe(false)
  })
})

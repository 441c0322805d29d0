import { describe, expect, it, vi } from 'vitest'
import { usualSettings } from '../../shared/settings'
import { fakeApp } from '../testing/fixtures'
import { useSaving } from './saving'
import { useSettings } from './settings'
import { useToasts } from './toasts'

const path = '/home/me/a.png'

describe('saving', () => {
  it('says where a picture was saved, and nothing when the dialog was closed', async () => {
    const connection = fakeApp({
      'results.save': ({ variant }) => (variant === 0 ? { how: 'saved', path } : { how: 'cancelled' }),
    })
    const saving = useSaving()
    await saving.save('j', 1)
    expect(useToasts().toasts).toHaveLength(0)
    await saving.save('j', 0)
    expect(useToasts().toasts[0]).toMatchObject({ tone: 'good', detail: path })
    const { format, quality, keepMetadata, nameTemplate } = usualSettings.saving
    const as = { lossless: true, recipe: true, format, quality, keepMetadata, nameTemplate }
    expect(connection.inputs('results.save')).toEqual([
      { jobId: 'j', variant: 1, as },
      { jobId: 'j', variant: 0, as },
    ])
  })

  it('downloads all in a browser, each under its name', async () => {
    const clicked: string[] = []
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      clicked.push(this.download)
    })
    const files = ['a.png', 'b.png'].map((name) => ({ name, address: `jobs/j/${name}` }))
    fakeApp({ 'results.saveAll': () => ({ how: 'download', files }) })
    await useSaving().saveAll('j')
    expect(clicked).toEqual(['a.png', 'b.png'])
    expect(useToasts().toasts[0]?.message).toContain('2 files')
    click.mockRestore()
  })

  it('keeps its choices in the settings, and what those lack over a restart', async () => {
    const connection = fakeApp({
      'settings.get': () => ({
        ...usualSettings,
        saving: { ...usualSettings.saving, format: 'webp' },
      }),
      'settings.set': ({ saving }) => ({
        ...usualSettings,
        saving: { ...usualSettings.saving, ...saving },
      }),
    })
    const saving = useSaving()
    await useSettings().load()
    expect([saving.format, saving.exact]).toEqual(['webp', true])
    saving.keep({ lossless: false })
    expect(saving.exact).toBe(false)
    expect(localStorage.getItem('pixelloom.saving')).toBe('{"lossless":false,"recipe":true}')
    await saving.change({ format: 'jpeg' })
    expect(connection.inputs('settings.set')).toEqual([{ saving: { format: 'jpeg' } }])
    expect([saving.format, saving.exact]).toEqual(['jpeg', false])
  })

  it('saves as was chosen a moment ago, before the app has taken note', async () => {
    const connection = fakeApp({
      'settings.set': () => new Promise<never>(() => undefined),
      'results.save': () => ({ how: 'cancelled' }),
    })
    const saving = useSaving()
    void saving.change({ keepMetadata: false })
    await saving.save('j', 0)
    expect(connection.inputs('results.save')).toMatchObject([{ as: { keepMetadata: false } }])
  })
})

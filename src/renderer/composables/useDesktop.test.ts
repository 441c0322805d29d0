import { describe, expect, it, vi } from 'vitest'
import { useApp } from '../stores/app'
import { useSettings } from '../stores/settings'
import { fakeApp } from '../testing/fixtures'
import { useDesktop } from './useDesktop'

const nothing = () => ({ added: [], count: 0, skipped: [], cancelled: false })

describe('what the desktop asks of the page', () => {
  it('is done: places are gone to, keys stood for, and choosing begun', async () => {
    const connection = fakeApp({
      'dialogs.chooseImages': () => ({ paths: ['/a.png'] }),
      'library.addPaths': nothing,
    })
    useDesktop()
    const pressed = vi.fn()
    const onKey = (event: KeyboardEvent): void => pressed(event.key, event.ctrlKey, event.shiftKey)
    window.addEventListener('keydown', onKey)
    connection.emit('app.command', { command: 'show-models' })
    expect(useApp().view).toBe('models')
    connection.emit('app.command', { command: 'report-problem' })
    expect([useApp().view, useSettings().place]).toEqual(['settings', 'report'])
    for (const command of ['undo', 'redo', 'save-result'] as const)
      connection.emit('app.command', { command })
    window.removeEventListener('keydown', onKey)
    expect(pressed.mock.calls).toEqual([
      ['z', true, false],
      ['z', true, true],
      ['s', true, false],
    ])
    connection.emit('app.command', { command: 'add-photos' })
    await vi.waitFor(() =>
      expect(connection.inputs('library.addPaths')).toMatchObject([{ paths: ['/a.png'] }]),
    )
  })

  it('takes what was opened with the app: photos to the library, models to the models', async () => {
    let opened = ['/a.png', '/faces.PIXELLOOM', '/folder']
    const connection = fakeApp({
      'app.takeOpened': () => ({ paths: opened.splice(0) }),
      'library.addPaths': nothing,
    })
    const { takeOpened } = useDesktop()
    await takeOpened()
    expect(connection.inputs('library.addPaths')).toMatchObject([{ paths: ['/a.png', '/folder'] }])
    expect(connection.inputs('models.import')).toEqual([{ path: '/faces.PIXELLOOM' }])
    opened = ['/later.png']
    connection.emit('app.opened', {})
    await vi.waitFor(() => expect(connection.inputs('library.addPaths')).toHaveLength(2))
  })
})

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { built, type MainProcess, startMain } from './harness'

interface Item {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly enabled?: boolean
  readonly clickable?: boolean
  readonly submenu?: readonly Item[]
}

interface State {
  readonly menu: readonly Item[]
  readonly dock: readonly Item[]
  readonly theme: string
  readonly recent: readonly string[]
  readonly badge: number
  readonly notices: readonly { title: string; body: string; silent: boolean }[]
  readonly popups: readonly (readonly Item[])[]
  readonly desktop: readonly { name: string; path?: string }[]
  readonly windows: readonly {
    options: { x?: number; width: number; height: number }
    shown: boolean
    focused: boolean
    maximized: boolean
  }[]
}

const patience = { timeout: 60_000 }

async function stateOf(main: MainProcess): Promise<State> {
  return (await main.ask('state')) as State
}

async function startShown(start: Parameters<typeof startMain>[0] = {}): Promise<MainProcess> {
  const main = await startMain(start)
  await vi.waitFor(async () => expect((await stateOf(main)).windows[0]?.shown).toBe(true), patience)
  return main
}

function flat(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...flat(item.submenu ?? [])])
}

async function taken(main: MainProcess): Promise<string[]> {
  const reply = await main.invoke('app.takeOpened', {})
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value.paths
}

/** Something that fails at once: a folder to look through that isn't there. */
async function failSomething(main: MainProcess): Promise<void> {
  const before = main.events('job.changed').length
  const reply = await main.invoke('jobs.checkData', { data: join(main.dataFolder, 'nowhere') })
  if (!reply.ok) throw new Error(reply.error.message)
  await vi.waitFor(() => {
    const told = main.events('job.changed').slice(before) as { job: { state: string } }[]
    expect(told.at(-1)?.job.state).toBe('failed')
  }, patience)
}

describe('on the desktop', () => {
  let main: MainProcess
  beforeAll(async () => {
    main = await startShown({ environment: { STAND_IN_LANGUAGES: 'it-IT,fr-CA' } })
  })
  afterAll(() => main.stop())

  it('has its menu in the first of the person’s languages that it knows', async () => {
    const { menu } = await stateOf(main)
    expect(menu.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Fichier', 'Édition', 'Affichage', 'Fenêtre', 'Aide']),
    )
    // Every item that does something says what, in words of its own.
    expect(flat(menu).filter((item) => item.clickable && !item.label)).toEqual([])
  })

  it('changes its menu and its theme with the settings, at once', async () => {
    await main.invoke('settings.set', { appearance: { language: 'de', theme: 'dark' } })
    const { menu, dock, theme } = await stateOf(main)
    expect(menu.map(({ label }) => label)).toContain('Bearbeiten')
    expect(dock.map(({ label }) => label)).toContain('Aufträge')
    expect(theme).toBe('dark')
    await main.invoke('settings.set', { appearance: { language: 'en', theme: 'system' } })
    expect((await stateOf(main)).theme).toBe('system')
  })

  it('passes what is chosen in a menu on to the page', async () => {
    for (const label of ['Add Photos…', 'Undo', 'Settings…', 'Report a Problem…']) {
      await main.ask('click', { label })
    }
    expect(main.events('app.command')).toEqual(
      ['add-photos', 'undo', 'show-settings', 'report-problem'].map((command) => ({ command })),
    )
  })

  it('leaves keys to the page where it has its own use for them', async () => {
    const items = flat((await stateOf(main)).menu)
    for (const label of ['Undo', 'Redo', 'Save Result…', 'Keyboard Shortcuts']) {
      const item = items.find((one) => one.label === label)
      expect([label, item?.accelerator !== undefined, item?.registerAccelerator]).toEqual([
        label,
        true,
        false,
      ])
    }
  })

  it('shows the log’s file', async () => {
    await main.ask('click', { label: 'Show the Log' })
    const shown = (await stateOf(main)).desktop.at(-1)
    expect(shown).toEqual({ name: 'show', path: join(main.dataFolder, 'logs', 'pixelloom.log') })
    expect(await readFile(shown?.path ?? '', 'utf8')).toContain('Pixelloom 9.9.9 opens')
  })

  it('keeps files that are opened with it until the page takes them, once', async () => {
    const photo = join(main.dataFolder, 'beach.png')
    await writeFile(photo, '')
    const argv = ['/usr/bin/electron', '/app', '--flag', 'beach.png', 'missing.png']
    await main.ask('emit', { name: 'second-instance', args: [argv, main.dataFolder] })
    await main.ask('openFile', { path: join(main.dataFolder, 'faces.pixelloom') })
    expect(main.events('app.opened')).toHaveLength(2)
    expect(await taken(main)).toEqual([photo, join(main.dataFolder, 'faces.pixelloom')])
    expect(await taken(main)).toEqual([])
    expect((await stateOf(main)).recent).toEqual([photo, join(main.dataFolder, 'faces.pixelloom')])
  })

  it('15. a quiet citizen: tells what failed only while nobody looks, and counts it until somebody does', async () => {
    await main.ask('emit', { name: 'second-instance', args: [['pixelloom'], '/'] })
    await failSomething(main)
    expect((await stateOf(main)).notices).toEqual([])
    await main.ask('blur')
    await failSomething(main)
    await main.invoke('settings.set', { notices: { sound: true } })
    await failSomething(main)
    const { notices, badge } = await stateOf(main)
    expect(notices.map(({ title, silent }) => [title, silent])).toEqual([
      ['This didn’t work', true],
      ['This didn’t work', false],
    ])
    expect(badge).toBe(2)
    await main.ask('clickNotice', { index: 0 })
    const after = await stateOf(main)
    expect([after.windows[0]?.focused, after.badge]).toEqual([true, 0])
  })

  it('tells nothing where the person wants no notices', async () => {
    await main.invoke('settings.set', { notices: { unfocused: false } })
    await main.ask('blur')
    const before = (await stateOf(main)).notices.length
    await failSomething(main)
    expect((await stateOf(main)).notices).toHaveLength(before)
  })

  it('offers what can be done with a text, by the right button', async () => {
    const flags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true }
    await main.ask('rightClick', { isEditable: true, selectionText: 'a', editFlags: flags })
    await main.ask('rightClick', { isEditable: false, selectionText: 'a word', editFlags: flags })
    await main.ask('rightClick', { isEditable: false, selectionText: ' ', editFlags: flags })
    const { popups } = await stateOf(main)
    expect(popups.map((items) => items.flatMap(({ role }) => role ?? []))).toEqual([
      ['cut', 'copy', 'paste', 'selectAll'],
      ['copy'],
    ])
    expect(popups[0]?.find(({ role }) => role === 'paste')?.enabled).toBe(false)
  })
})

describe('the window’s place', () => {
  /** Starts where a window was once closed in this state. */
  async function reopened(place: string): Promise<State['windows'][number]> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'pixelloom-place-'))
    await mkdir(join(dataFolder, 'window'))
    await writeFile(join(dataFolder, 'window', 'place.json'), place)
    const main = await startShown({ dataFolder })
    const [window] = (await stateOf(main)).windows
    await main.stop()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    if (!window) throw new Error('No window was opened.')
    return window
  }
  const place = (x: number, maximized = false): string =>
    JSON.stringify({ bounds: { x, y: 50, width: 900, height: 700 }, maximized })

  it('is the one it was closed at, the next time', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'pixelloom-place-'))
    const main = await startShown({ dataFolder })
    await main.ask('quit')
    expect(await main.exited).toBe(0)
    const { bounds } = JSON.parse(await readFile(join(dataFolder, 'window', 'place.json'), 'utf8')) as {
      bounds: object
    }
    expect(bounds).toMatchObject({ width: 1280, height: 860 })
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is taken up again, maximised where it was', async () => {
    const window = await reopened(place(100, true))
    expect(window.options).toMatchObject({ x: 100, width: 900, height: 700 })
    expect(window.maximized).toBe(true)
  })

  it.each([
    ['on a display that is gone', place(5000)],
    ['written down only in part', place(100).slice(0, 30)],
    ['nonsense', '{"bounds":{"x":"left"}}'],
  ])('is the usual one where it was %s', async (_what, kept) => {
    const { options } = await reopened(kept)
    expect([options.x, options.width, options.height]).toEqual([undefined, 1280, 860])
  })
})

// Where a system keeps application data is told by a variable on Linux only.
describe.runIf(process.platform === 'linux')('data that were moved', () => {
  const again = [join(built, 'main', 'index.js')]
  async function started(location: object): Promise<{ pushed: Record<string, unknown>; kept: object }> {
    const home = await mkdtemp(join(tmpdir(), 'pixelloom-moved-'))
    const usual = join(home, 'pixelloom')
    await mkdir(join(home, 'copy'))
    await mkdir(usual)
    await writeFile(join(usual, 'late.txt'), 'written after the copy')
    await writeFile(join(usual, 'location.json'), JSON.stringify(location).replaceAll('HOME', home))
    const environment = { XDG_DATA_HOME: home, PIXELLOOM_DATA: '' }
    const main = await startMain({ environment, unnamed: true })
    await main.exited
    const pushed = Object.fromEntries(main.pushes.map(({ channel, args }) => [channel, args[0]]))
    const kept = JSON.parse(
      (await readFile(join(usual, 'location.json'), 'utf8')).replaceAll(home, 'HOME'),
    ) as object
    const late = await readFile(join(home, 'copy', 'late.txt'), 'utf8').catch(() => undefined)
    await main.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
    return { pushed: { ...pushed, late }, kept }
  }

  it('take over before anything is opened, and the app starts again with them', async () => {
    const { pushed, kept } = await started({ next: 'HOME/copy' })
    expect(pushed).toEqual({ relaunch: again, exit: 0, late: 'written after the copy' })
    expect(kept).toEqual({ folder: 'HOME/copy', old: 'HOME/pixelloom' })
  })

  it('are asked for where their disk isn’t there, and nothing new takes their place', async () => {
    const { pushed, kept } = await started({ folder: 'HOME/gone' })
    expect(pushed).toEqual({ relaunch: again, exit: 0, late: undefined })
    expect(kept).toEqual({ folder: 'HOME/gone' })
  })
})

import type { Command } from '../../shared/commands'
import { call, listen } from '../api'
import { useApp, type View } from '../stores/app'
import { useImports } from '../stores/imports'
import { isModelFile, useModelFiles } from '../stores/modelFiles'
import { useSettings } from '../stores/settings'
import { useToasts } from '../stores/toasts'
import { commandKey } from './keys'

/** What the desktop asks of the page: commands of the menus, and files that are opened with the app. */
export function useDesktop(): { takeOpened: () => Promise<void> } {
  const app = useApp()
  const imports = useImports()
  const modelFiles = useModelFiles()
  const settings = useSettings()
  const { attempt } = useToasts()

  async function add(paths: readonly string[]): Promise<void> {
    const photos = paths.filter((path) => !isModelFile(path))
    if (photos.length < paths.length) app.go('models')
    await modelFiles.fromPaths(paths.filter(isModelFile))
    if (photos.length === 0) return
    app.go('complete')
    await attempt(() => imports.addPaths([...photos]))
  }

  async function takeOpened(): Promise<void> {
    const opened = await attempt(() => call('app.takeOpened', {}))
    if (opened && opened.paths.length > 0) await add(opened.paths)
  }

  async function addChosen(kind: 'photos' | 'folder'): Promise<void> {
    if (kind === 'photos') return add((await call('dialogs.chooseImages', {})).paths)
    const { path } = await call('dialogs.chooseFolder', {})
    if (path !== null) await add([path])
  }

  const actions: Readonly<Record<Command, () => void>> = {
    'add-photos': () => void attempt(() => addChosen('photos')),
    'add-folder': () => void attempt(() => addChosen('folder')),
    'import-model'() {
      app.go('models')
      void attempt(() => modelFiles.choose('file'))
    },
    'save-result': () => press('s'),
    undo: () => undoOrRedo('undo'),
    redo: () => undoOrRedo('redo'),
    'show-library': goTo('library'),
    'show-complete': goTo('complete'),
    'show-train': goTo('train'),
    'show-models': goTo('models'),
    'show-queue': goTo('queue'),
    'show-settings': goTo('settings'),
    'show-shortcuts': () => void (app.helpOpen = true),
    'report-problem'() {
      settings.place = 'report'
      app.go('settings')
    },
  }

  function goTo(view: View): () => void {
    return () => app.go(view)
  }

  listen('app.command', ({ command }) => actions[command]())
  listen('app.opened', () => void takeOpened())
  return { takeOpened }
}

/** In a field it is the text's own, else whatever the view does at that key. */
function undoOrRedo(what: 'undo' | 'redo'): void {
  const field = document.activeElement?.closest('input, textarea, [contenteditable]')
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- old, but nothing else undoes what was typed
  if (field) document.execCommand(what)
  else press('z', what === 'redo')
}

/** As if the key had been pressed with Ctrl, or Cmd: each view knows what that means in it. */
function press(key: string, shiftKey = false): void {
  const mac = commandKey !== 'Ctrl'
  const target = document.activeElement ?? document.body
  target.dispatchEvent(
    new KeyboardEvent('keydown', {
      key,
      shiftKey,
      metaKey: mac,
      ctrlKey: !mac,
      bubbles: true,
      cancelable: true,
    }),
  )
}

import { PixelloomError } from '../../shared/errors'
import type { Shell, WindowShell } from '../shell'
import type { HandlersOf } from './types'

export function createDialogHandlers(shell: Shell): HandlersOf<'dialogs'> {
  function window(): WindowShell {
    if (shell.kind === 'window') return shell
    throw new PixelloomError('unsupported', 'A browser has no dialog for this: type the path instead.')
  }

  return {
    'dialogs.chooseFolder': async () => ({ path: await window().chooseFolder() }),
    'dialogs.chooseModelFile': async () => ({ path: await window().chooseModelFile() }),
    'dialogs.chooseImages': async () => ({ paths: [...(await window().chooseImages())] }),
  }
}

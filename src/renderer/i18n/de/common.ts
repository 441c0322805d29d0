import type { Messages } from '../messages'

export const common: Messages['common'] = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  undo: 'Rückgängig',
  show: 'Zeigen',
  tryAgain: 'Erneut versuchen',
  more: 'Mehr',
  less: 'Weniger',
}

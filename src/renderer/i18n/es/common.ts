import type { Messages } from '../messages'

export const common: Messages['common'] = {
  close: 'Cerrar',
  cancel: 'Cancelar',
  undo: 'Deshacer',
  show: 'Mostrar',
  tryAgain: 'Reintentar',
  more: 'Más',
  less: 'Menos',
}

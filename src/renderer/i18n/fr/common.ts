import type { Messages } from '../messages'

export const common: Messages['common'] = {
  close: 'Fermer',
  cancel: 'Annuler',
  undo: 'Annuler l’action',
  show: 'Afficher',
  tryAgain: 'Réessayer',
  more: 'Plus',
  less: 'Moins',
}

import type { Messages } from '../messages'

export const shell: Messages['shell'] = {
  views: 'Vues',
  nav: {
    library: 'Photothèque',
    complete: 'Compléter',
    train: 'Entraîner',
    models: 'Modèles',
    queue: 'Tâches',
    settings: 'Réglages',
  },
  keyboard: 'Raccourcis clavier',
  opening: 'Ouverture de Pixelloom',
  couldNotStart: 'Pixelloom n’a pas pu démarrer',
  messages: 'Messages',
  closeMessage: 'Fermer ce message',
}

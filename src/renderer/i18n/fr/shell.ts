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
  atWork: 'Une tâche en cours | {n} tâches en cours',
  running: 'Tâches en cours',
  goThere: '{title} : {state}. Y aller.',
  cancelJob: 'Annuler {title}',
  allJobs: 'Afficher les tâches',
  dropTitle: 'Déposez des photos ou des dossiers',
  dropText: 'Seul Pixelloom les voit.',
  connectionLost:
    'La connexion à Pixelloom est perdue. Rien de ce que vous avez fait n’a disparu ; cette page se reconnectera d’elle-même dès que Pixelloom sera relancé.',
  jobFailed: '{title} : échec. {message}',
}

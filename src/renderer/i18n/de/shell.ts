import type { Messages } from '../messages'

export const shell: Messages['shell'] = {
  views: 'Ansichten',
  nav: {
    library: 'Bibliothek',
    complete: 'Ergänzen',
    train: 'Trainieren',
    models: 'Modelle',
    queue: 'Aufträge',
    settings: 'Einstellungen',
  },
  keyboard: 'Tastenkürzel',
  opening: 'Pixelloom wird geöffnet',
  couldNotStart: 'Pixelloom konnte nicht starten',
  messages: 'Meldungen',
  closeMessage: 'Diese Meldung schließen',
}

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
  atWork: 'Ein Auftrag läuft | {n} Aufträge laufen',
  running: 'Laufende Aufträge',
  goThere: '{title}: {state}. Dorthin wechseln.',
  cancelJob: '{title} abbrechen',
  allJobs: 'Alle Aufträge zeigen',
  dropTitle: 'Fotos oder Ordner hier ablegen',
  dropText: 'Nur Pixelloom sieht sie.',
  connectionLost:
    'Die Verbindung zu Pixelloom ist unterbrochen. Nichts ist verloren; diese Seite verbindet sich von selbst wieder, sobald es läuft.',
  jobFailed: '{title}: fehlgeschlagen. {message}',
}

/** The frame around every view. */
export const shell = {
  views: 'Views',
  nav: {
    library: 'Library',
    complete: 'Complete',
    train: 'Train',
    models: 'Models',
    queue: 'Queue',
    settings: 'Settings',
  },
  keyboard: 'Keyboard shortcuts',
  opening: 'Opening Pixelloom',
  couldNotStart: 'Pixelloom couldn’t start',
  messages: 'Messages',
  closeMessage: 'Close this message',
  atWork: 'One at work | {n} at work',
  running: 'Running jobs',
  goThere: '{title}: {state}. Go there.',
  cancelJob: 'Cancel {title}',
  allJobs: 'Show the queue',
  dropTitle: 'Drop photos or folders',
  dropText: 'Only Pixelloom sees them.',
  connectionLost:
    'The connection to Pixelloom is lost. Nothing you made is gone; this page reconnects by itself as soon as it runs again.',
  jobFailed: '{title} failed. {message}',
} as const

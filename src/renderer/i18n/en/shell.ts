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
} as const

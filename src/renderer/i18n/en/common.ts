/** Words that stand in many places. */
export const common = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  show: 'Show',
  tryAgain: 'Try again',
  more: 'More',
  less: 'Less',
} as const

/** Words that stand in many places. */
export const common = {
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  show: 'Show',
  tryAgain: 'Try again',
  more: 'More',
  less: 'Less',
  duration: {
    moment: 'a moment',
    seconds: '{n} s',
    minutes: '{n} min',
    hours: '{n} h',
    hoursMinutes: '{h} h {m} min',
    days: '{n} days',
    left: '{duration} left',
  },
  bytes: {
    b: '{n} bytes',
    kb: '{n} KB',
    mb: '{n} MB',
    gb: '{n} GB',
  },
  /** Counts up to ten in words. */
  few: {
    n0: 'none',
    n1: 'one',
    n2: 'two',
    n3: 'three',
    n4: 'four',
    n5: 'five',
    n6: 'six',
    n7: 'seven',
    n8: 'eight',
    n9: 'nine',
    n10: 'ten',
  },
  /** Places, by the kinds that a language tells apart. */
  ordinal: {
    one: '{n}st',
    two: '{n}nd',
    few: '{n}rd',
    other: '{n}th',
  },
  ago: {
    now: 'just now',
    minutes: '{n} min ago',
    hours: '{n} h ago',
  },
  tones: {
    blackAndWhite: 'Black and white',
    grey: 'Grey, {levels} tones',
    colour: 'Colour, {levels} tones each',
  },
  /** Goes on with what it is compared with: “… the next”. */
  likelihood: {
    alike: 'about as likely as',
    times: '{times} times as likely as',
    aboutTimes: 'about {times} times as likely as',
    beyond: 'more than a million times as likely as',
  },
  state: {
    queued: 'waiting for its turn',
    paused: 'paused',
    done: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    running: 'running',
    share: '{percent} %',
  },
} as const

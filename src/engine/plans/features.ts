import { lines } from './words'

/** Features as rows hold them: in `gates` groups side by side, each padded to a whole line. */
export interface Features {
  /** Features of a group. */
  readonly count: number
  readonly gates: number
  /** Floats of a group. */
  readonly padded: number
  /** Floats of a row. */
  readonly width: number
}

export function features(count: number, gates = 1): Features {
  const padded = lines(count)
  return { count, gates, padded, width: padded * gates }
}

/** Which feature a column is; -1 for padding. */
export function featureAt({ count, padded }: Features, column: number): number {
  const within = column % padded
  return within < count ? Math.floor(column / padded) * count + within : -1
}

/** The column of a feature. */
export function columnOf({ count, padded }: Features, feature: number): number {
  return Math.floor(feature / count) * padded + (feature % count)
}

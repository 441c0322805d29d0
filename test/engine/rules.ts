import * as tf from '@tensorflow/tfjs'
import type { Size } from './reach'

export type Place = readonly [row: number, column: number]

/** What an LSTM of the paper does at the points where public implementations went wrong. */
export interface Rules {
  /** States that the Row LSTM's state-to-state convolution reads, in the order of its kernel. */
  readonly rowReads: (place: Place) => Place[]
  /** States that a diagonal scan reads, that above first; for the one from the right in the flipped map. */
  readonly leftReads: (place: Place) => Place[]
  readonly rightReads: (place: Place) => Place[]
  /** Where the map from the right goes, [N, H, W, h], before it is added to that from the left. */
  readonly placeRight: (map: tf.Tensor4D) => tf.Tensor4D
  /** [N, cells of a step, 4h] -> o, f, i, g, [N, cells, h] each. */
  readonly gates: (sums: tf.Tensor3D) => [o: tf.Tensor3D, f: tf.Tensor3D, i: tf.Tensor3D, g: tf.Tensor3D]
  /** The nonlinearity of g. */
  readonly bend: (g: tf.Tensor3D) => tf.Tensor3D
  /** Features of input-to-state that hold each colour once, for gates of h features. */
  readonly gatePeriod: (h: number) => number
  /** Whether an output of colour group `to` sees inputs of `from` at the pixel itself. */
  readonly open: (kind: 'A' | 'B', from: number, to: number) => boolean
  /** A residual connection around x, [N, H, W, 2h]. */
  readonly join: (x: tf.Tensor4D, out: tf.Tensor4D) => tf.Tensor4D
}

export const right: Rules = {
  rowReads: ([r, c]) => [
    [r - 1, c - 1],
    [r - 1, c],
    [r - 1, c + 1],
  ],
  leftReads: ([r, c]) => [
    [r - 1, c],
    [r, c - 1],
  ],
  rightReads: ([r, c]) => [
    [r - 1, c],
    [r, c - 1],
  ],
  placeRight: (map) => shifted(map, 1),
  gates: (sums) => tf.split(sums, 4, 2) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D],
  bend: (g) => tf.tanh(g),
  gatePeriod: (h) => h,
  open: (kind, from, to) => (kind === 'A' ? from < to : from <= to),
  join: (x, out) => tf.add(x, out),
}

/** [N, H, W, F] moved down by `rows`, or up where negative; zeros come in. */
export function shifted(map: tf.Tensor4D, rows: number): tf.Tensor4D {
  const [batch, height, width, features] = map.shape
  const down = Math.max(0, rows)
  const up = Math.max(0, -rows)
  const kept = tf.slice4d(map, [0, up, 0, 0], [batch, height - down - up, width, features])
  return tf.pad(kept, [
    [0, 0],
    [down, up],
    [0, 0],
    [0, 0],
  ])
}

interface Mistake {
  readonly architecture: 'row-lstm' | 'diagonal-bilstm'
  readonly channels?: 1 | 3
  readonly rules: Partial<Rules>
  readonly size?: Size
  /** Sees what it must not. */
  readonly leaks: boolean
  /** Doesn't see what it could. */
  readonly loses: boolean
}

/** Mistakes that public implementations made (models.md), and what each does. */
export const mistakes: Record<string, Mistake> = {
  'the map from the right not moved down': {
    architecture: 'diagonal-bilstm',
    rules: { placeRight: (map) => map },
    leaks: true,
    loses: false,
  },
  'the map from the right moved by zeros at the wrong end': {
    architecture: 'diagonal-bilstm',
    rules: { placeRight: (map) => shifted(map, -1) },
    leaks: true,
    loses: true,
  },
  'the map from the right reversed after skewing': {
    architecture: 'diagonal-bilstm',
    // Columns of the skewed map lean the other way: what is above has moved on by two.
    rules: {
      rightReads: ([r, c]) => [
        [r - 1, c - 2],
        [r, c - 1],
      ],
    },
    leaks: false,
    loses: true,
    // The 7x7 windows cover what is lost in the rows just above.
    size: { height: 9, width: 7 },
  },
  'an even kernel with SAME padding, which reads the row below': {
    architecture: 'diagonal-bilstm',
    // On the skewed map: the pixel behind, and its neighbour one row down.
    rules: {
      leftReads: ([r, c]) => [
        [r, c - 1],
        [r + 1, c - 2],
      ],
    },
    leaks: true,
    loses: true,
  },
  'gates split after rows were flattened': {
    architecture: 'row-lstm',
    rules: {
      gates(sums) {
        const [batch, cells, features] = sums.shape
        const flat = tf.split(tf.reshape(sums, [batch, cells * features]), 4, 1)
        return flat.map((gate) => tf.reshape(gate, [batch, cells, features / 4])) as ReturnType<
          Rules['gates']
        >
      },
    },
    leaks: true,
    loses: false,
  },
  'one mask over 4h instead of one a gate': {
    architecture: 'row-lstm',
    channels: 3,
    rules: { gatePeriod: (h) => 4 * h },
    leaks: true,
    loses: false,
  },
  'one mask over 4h instead of one a gate, on diagonals': {
    architecture: 'diagonal-bilstm',
    channels: 3,
    rules: { gatePeriod: (h) => 4 * h },
    leaks: true,
    loses: false,
  },
  'a sigmoid for g': {
    architecture: 'row-lstm',
    rules: { bend: (g) => tf.sigmoid(g) },
    leaks: false,
    loses: false,
  },
  'causal padding in the state-to-state of the Row LSTM': {
    architecture: 'row-lstm',
    rules: {
      rowReads: ([r, c]) => [
        [r - 1, c - 2],
        [r - 1, c - 1],
        [r - 1, c],
      ],
    },
    leaks: false,
    loses: true,
  },
  'the residual added twice': {
    architecture: 'diagonal-bilstm',
    rules: { join: (x, out) => tf.add(x, tf.add(x, out)) },
    leaks: false,
    loses: false,
  },
  'no colour masks': {
    architecture: 'row-lstm',
    channels: 3,
    rules: { open: () => true },
    leaks: true,
    loses: false,
  },
}

// What instructions for cells have in common: src/kernels/cells.h and sample.h tell what they are. A workgroup works on
// cells [first, first + count) of its image; `at` is where in the tables an instruction's words lie. Maps are rings:
// cell n lies in row n & ring.
// Invocations of a workgroup.
override threads: i32 = 256;

// Where the row of a cell begins in the map at `at`.
fn ring_row(at: i32, image: i32, cell: i32) -> i32 {
  return tables[at] + image * tables[at + 1] + (cell & w.ring) * tables[at + 2];
}

// The same in a map that holds whole images.
fn whole_row(at: i32, image: i32, cell: i32) -> i32 {
  return tables[at] + image * tables[at + 1] + cell * tables[at + 2];
}

fn number_at(place: i32) -> f32 {
  let at = u32(place);
  return arena[at >> 2u][at & 3u];
}

// Levels scaled to -1..1 as a cell's taps see them.
fn seen_level(at: i32, image: i32, cell: i32, column: i32) -> f32 {
  let channels = tables[at + 3];
  let taps = tables[at + 4];
  let tap = column / channels;
  if (tap >= taps) { return 0; }
  let seen = tables[tables[at + 5] + cell * taps + tap];
  if (seen < 0) { return 0; }
  return number_at(whole_row(at, image, seen) + column % channels) * bitcast<f32>(tables[at + 10]) - 1;
}

fn cell_patches(at: i32, image: i32, first: i32, count: i32, t: i32) {
  let quads = tables[at + 9] / 4;
  for (var i = t; i < count * quads; i += threads) {
    let cell = first + i / quads;
    let column = 4 * (i % quads);
    arena[ring_row(at + 6, image, cell) / 4 + column / 4] = vec4f(
      seen_level(at, image, cell, column), seen_level(at, image, cell, column + 1),
      seen_level(at, image, cell, column + 2), seen_level(at, image, cell, column + 3));
  }
}

// y = a + b over some columns, b perhaps of another cell; ReLU if wanted.
fn cell_combine(at: i32, image: i32, first: i32, count: i32, t: i32) {
  let quads = tables[at + 11] / 4;
  for (var i = t; i < count * quads; i += threads) {
    let cell = first + i / quads;
    let column = tables[at + 10] + 4 * (i % quads);
    var other = cell;
    if (tables[at + 9] >= 0) { other = tables[tables[at + 9] + cell]; }
    var sum = vec4f(0);
    if (tables[at + 3] >= 0) { sum = arena[(ring_row(at + 3, image, cell) + column) / 4]; }
    if (tables[at + 6] >= 0 && other >= 0) { sum += arena[(ring_row(at + 6, image, other) + column) / 4]; }
    if (tables[at + 12] != 0) { sum = max(sum, vec4f(0)); }
    arena[(ring_row(at, image, cell) + column) / 4] = sum;
  }
}

// The cells of an LSTM once their gates are known.
fn cell_lstm(at: i32, image: i32, first: i32, count: i32, t: i32) {
  let quads = tables[at + 13] / 4;
  for (var i = t; i < count * quads; i += threads) {
    let cell = first + i / quads;
    let quad = i % quads;
    let gates = (ring_row(at, image, cell) + tables[at + 11]) / 4 + quad;
    let carried = tables[tables[at + 9] + cell];
    var before = tables[at + 10];
    if (carried >= 0) { before = ring_row(at + 6, image, carried); }
    let state = fma(
      sigmoid(arena[gates + quads]),
      arena[(before + tables[at + 12]) / 4 + quad],
      sigmoid(arena[gates + 2 * quads]) * hyperbolic_tangent(arena[gates + 3 * quads]));
    arena[(ring_row(at + 6, image, cell) + tables[at + 12]) / 4 + quad] = state;
    arena[(ring_row(at + 3, image, cell) + tables[at + 12]) / 4 + quad] =
      sigmoid(arena[gates]) * hyperbolic_tangent(state);
  }
}

// Rows of a map of whole images into a ring.
fn cell_fetch(at: i32, image: i32, first: i32, count: i32, t: i32) {
  let quads = tables[at + 6] / 4;
  for (var i = t; i < count * quads; i += threads) {
    let cell = first + i / quads;
    arena[ring_row(at + 3, image, cell) / 4 + i % quads] = arena[whole_row(at, image, cell) / 4 + i % quads];
  }
}

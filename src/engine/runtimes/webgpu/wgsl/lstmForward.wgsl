// The cells of an LSTM at positions [first, last) of an image, once their gates are summed: the share of them that begins
// at `begin` and goes on in strides.
fn lstm_forward(image: i32, first: i32, last: i32, begin: i32, stride: i32) {
  let quads = w.hidden / 4;
  for (var n = begin; n < (last - first) * quads; n += stride) {
    let position = first + n / quads;
    let quad = n % quads;
    let cell = tables[w.cell_list + position];
    let gates = (w.y_base + image * w.y_image + cell * w.y_row) / 4 + quad;
    let o = sigmoid(arena[gates]);
    let f = sigmoid(arena[gates + quads]);
    let i = sigmoid(arena[gates + 2 * quads]);
    let g = hyperbolic_tangent(arena[gates + 3 * quads]);
    let carried = tables[w.tap_table + position * w.taps + 1];
    var before = w.initial_cell;
    if (carried >= 0) { before = w.cell_base + image * w.cell_image + carried * w.cell_row; }
    let state = fma(f, arena[before / 4 + quad], i * g);
    arena[gates] = o;
    arena[gates + quads] = f;
    arena[gates + 2 * quads] = i;
    arena[gates + 3 * quads] = g;
    arena[(w.cell_base + image * w.cell_image + cell * w.cell_row) / 4 + quad] = state;
    arena[(w.x_base + image * w.x_image + cell * w.x_row) / 4 + quad] = o * hyperbolic_tangent(state);
  }
}

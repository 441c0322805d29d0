// The way back through the cells of an LSTM at positions [first, last) of an image, once the gradients of their hidden
// states are summed: the share of them that begins at `begin` and goes on in strides.
fn lstm_backward(image: i32, first: i32, last: i32, begin: i32, stride: i32) {
  let quads = w.hidden / 4;
  for (var n = begin; n < (last - first) * quads; n += stride) {
    let position = first + n / quads;
    let quad = n % quads;
    let cell = tables[w.cell_list + position];
    let gates = (w.x_base + image * w.x_image + cell * w.x_row) / 4 + quad;
    let o = arena[gates];
    let f = arena[gates + quads];
    let i = arena[gates + 2 * quads];
    let g = arena[gates + 3 * quads];
    let dh = arena[(w.y_base + image * w.y_image + cell * w.y_row) / 4 + quad];
    let bent = hyperbolic_tangent(arena[(w.cell_base + image * w.cell_image + cell * w.cell_row) / 4 + quad]);
    let behind = tables[w.taps_before + position * w.taps + 1];
    var before = w.initial_cell;
    if (behind >= 0) { before = w.cell_base + image * w.cell_image + behind * w.cell_row; }
    let ahead = tables[w.tap_table + position * w.taps + 1];
    var later = vec4f(0);
    if (ahead >= 0) { later = arena[(w.carried_base + image * w.carried_image + ahead * w.carried_row) / 4 + quad]; }
    let dc = fma(dh * o, 1 - bent * bent, later);
    arena[(w.carried_base + image * w.carried_image + cell * w.carried_row) / 4 + quad] = dc * f;
    arena[gates] = dh * bent * o * (1 - o);
    arena[gates + quads] = dc * arena[before / 4 + quad] * f * (1 - f);
    arena[gates + 2 * quads] = dc * g * i * (1 - i);
    arena[gates + 3 * quads] = dc * i * (1 - g * g);
  }
}

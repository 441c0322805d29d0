// The way back through an LSTM layer, all steps of it (src/kernels/scan.h). A workgroup an image. x: the gates, whose
// gradient they become; y: the gradient of the hidden states.
@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let image = i32(group.x);
  let quads = w.hidden / 4;
  for (var step = w.step_count - 1; step >= 0; step--) {
    let first = tables[w.steps + 2 * step];
    let last = first + tables[w.steps + 2 * step + 1];
    if (step < w.step_count - 1) { step_products(image, first, last, t); }
    storageBarrier();
    for (var n = t; n < (last - first) * quads; n += threads) {
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
    storageBarrier();
  }
}

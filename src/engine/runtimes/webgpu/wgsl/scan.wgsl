// An LSTM layer along rows or diagonals, all steps of it (src/kernels/scan.h). A workgroup an image.
@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let image = i32(group.x);
  let quads = w.hidden / 4;
  for (var step = 0; step < w.step_count; step++) {
    let first = tables[w.steps + 2 * step];
    let last = first + tables[w.steps + 2 * step + 1];
    step_products(image, first, last, t);
    // Gates are read by other invocations than have written them.
    storageBarrier();
    for (var i = t; i < (last - first) * quads; i += threads) {
      let position = first + i / quads;
      let quad = i % quads;
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
    // The next step reads these states.
    storageBarrier();
  }
}

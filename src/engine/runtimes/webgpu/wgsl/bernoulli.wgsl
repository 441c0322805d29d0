// Two levels: 1 with probability sigmoid(logit); loss, and the gradient in the logit's place. An invocation a cell.
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = i32(id.x); i < w.images * w.cells; i += 64 * i32(groups.x)) {
    let cell = i % w.cells;
    let image = i / w.cells;
    let row = judged_row(image, cell);
    var nats = 0.0;
    for (var channel = 0; channel < w.channels; channel++) {
      let at = w.logits_base + image * w.logits_image + cell * w.logits_row + channel;
      var gradient = 0.0;
      if (row >= 0) {
        let level = arena[w.pixels_base + image * w.pixels_image + row * w.pixels_row + channel];
        let z = arena[at];
        let small = exp(-abs(z));
        // Softplus of the logit with the sign of what did not happen.
        let wrong = select(z, -z, level > 0);
        nats += select(wrong, 0.0, wrong < 0) + select(log(1 + small), small, small < 1e-4);
        gradient = (select(1.0, small, z < 0) / (1 + small) - level) * w.scale;
      }
      if (w.scale != 0) { arena[at] = gradient; }
    }
    scratch[i] = nats;
  }
}

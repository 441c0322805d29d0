// Softmax, loss and gradient of the logits of one cell, the gradient in their place. A workgroup a cell.
fn group_largest(own: f32, t: u32) -> f32 {
  workgroupBarrier();
  parts[t] = own;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (t < half) { parts[t] = max(parts[t], parts[t + half]); }
  }
  workgroupBarrier();
  return parts[0];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) t: u32) {
  let cell = i32(group.x);
  let image = i32(group.y);
  let row = judged_row(image, cell);
  var nats = 0.0;
  for (var channel = 0; channel < w.channels; channel++) {
    let begin = w.logits_base + image * w.logits_image + cell * w.logits_row + channel * w.levels;
    var largest = arena[begin];
    for (var i = i32(t); i < w.levels; i += 64) { largest = max(largest, arena[begin + i]); }
    largest = group_largest(largest, t);
    var sum = 0.0;
    for (var i = i32(t); i < w.levels; i += 64) { sum += exp(arena[begin + i] - largest); }
    let total = group_sum(sum, t);
    var level = -1;
    if (row >= 0) { level = i32(arena[w.pixels_base + image * w.pixels_image + row * w.pixels_row + channel]); }
    if (t == 0u && level >= 0) { nats += log(total) + (largest - arena[begin + level]); }
    // All logits are read before any is written.
    storageBarrier();
    if (w.scale != 0) {
      for (var i = i32(t); i < w.levels; i += 64) {
        var gradient = 0.0;
        if (level >= 0) { gradient = (exp(arena[begin + i] - largest) / total - select(0.0, 1.0, i == level)) * w.scale; }
        arena[begin + i] = gradient;
      }
    }
  }
  if (t == 0u) { scratch[image * w.cells + cell] = nats; }
}

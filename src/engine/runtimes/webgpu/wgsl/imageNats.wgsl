// Nats of each image from those of its cells. A workgroup an image.
struct Words { cells: i32, nats_base: i32, nats_image: i32 }
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) t: u32) {
  let image = i32(group.x);
  var sum = 0.0;
  for (var cell = i32(t); cell < w.cells; cell += 64) { sum += scratch[image * w.cells + cell]; }
  let nats = group_sum(sum, t);
  if (t == 0u) { arena[w.nats_base + image * w.nats_image] = nats; }
}

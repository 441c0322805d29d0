// Gradients in the order of the weights, and for each workgroup the sum of their squares.
struct Words { to: i32, x: i32, index: i32, count: i32 }
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) t: u32,
) {
  var squares = 0.0;
  for (var i = i32(id.x); i < w.count; i += 64 * i32(groups.x)) {
    let own = tables[w.index + i];
    var value = 0.0;
    if (own >= 0) { value = arena[w.x + own]; }
    arena[w.to + i] = value;
    squares += value * value;
  }
  let sum = group_sum(squares, t);
  if (t == 0u) { scratch[group.x] = sum; }
}

// to[i] += what all shares have of it, in their order.
struct Words { to: i32, count: i32, shares: i32 }
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = i32(id.x); i < w.count; i += 64 * i32(groups.x)) {
    var sum = arena[w.to + i];
    for (var share = 0; share < w.shares; share++) { sum += scratch[share * w.count + i]; }
    arena[w.to + i] = sum;
  }
}

// The norm of the gradient from the workgroups' squares, what it is multiplied by, and whether the step may be taken:
// loss and gradient are numbers. One workgroup.
struct Words { to: i32, parts: i32, nats: i32, nats_row: i32, images: i32, limit: f32 }
@group(0) @binding(2) var<uniform> w: Words;

var<workgroup> sums: array<f32, 64>;
var<workgroup> wrong: array<u32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) t: u32) {
  var sum = 0.0;
  for (var i = i32(t); i < w.parts; i += 64) { sum += scratch[i]; }
  var bad = 0u;
  for (var i = i32(t); i < w.images; i += 64) {
    if (!is_finite(arena[w.nats + i * w.nats_row])) { bad = 1u; }
  }
  sums[t] = sum;
  wrong[t] = bad;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (t < half) {
      sums[t] += sums[t + half];
      wrong[t] |= wrong[t + half];
    }
  }
  if (t == 0u) {
    let norm = sqrt(sums[0]);
    var scale = 1.0;
    if (w.limit > 0 && norm > w.limit) { scale = w.limit / norm; }
    arena[w.to] = norm;
    arena[w.to + 1] = scale;
    arena[w.to + 2] = select(0.0, 1.0, wrong[0] == 0u && is_finite(sums[0]));
  }
}

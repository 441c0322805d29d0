// A float of each of a workgroup's 64 invocations.
var<workgroup> parts: array<f32, 64>;

// The sum of what all of them have, for all of them.
fn group_sum(own: f32, t: u32) -> f32 {
  // What was read of it before has been read.
  workgroupBarrier();
  parts[t] = own;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (t < half) { parts[t] += parts[t + half]; }
  }
  workgroupBarrier();
  return parts[0];
}

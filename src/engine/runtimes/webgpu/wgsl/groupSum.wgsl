// The sum of what the 64 invocations of a workgroup have, always in the same order: the first invocation is given it.
var<workgroup> sums: array<f32, 64>;

fn group_sum(t: u32, own: f32) -> f32 {
  sums[t] = own;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (t < half) { sums[t] += sums[t + half]; }
  }
  return sums[t];
}

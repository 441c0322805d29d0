// The sum of the workgroups' counts. One workgroup.
struct Words { to: i32, parts: i32 }
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) t: u32) {
  var sum = 0.0;
  for (var i = i32(t); i < w.parts; i += 64) { sum += scratch[i]; }
  let total = group_sum(sum, t);
  if (t == 0u) { arena[w.to] = total; }
}

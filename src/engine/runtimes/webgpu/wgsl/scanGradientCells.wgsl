// The way back through the cells of one step of an LSTM layer, of all images.
@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let positions = positions_of(0);
  lstm_backward(i32(group.y), positions.x, positions.y, i32(64 * group.x + index), i32(64 * groups.x));
}

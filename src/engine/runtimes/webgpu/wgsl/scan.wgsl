// An LSTM layer along rows or diagonals, all steps of it (src/kernels/scan.h). A workgroup an image.
@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let image = i32(group.x);
  for (var step = 0; step < w.step_count; step++) {
    let positions = positions_of(step);
    let first = positions.x;
    let last = positions.y;
    for (var block = 0; threads * block < w.y_columns; block++) {
      for (var begin = first; begin < last; begin += 16) { step_product(image, begin, last, block, t); }
    }
    // Gates are read by other invocations than have written them.
    storageBarrier();
    lstm_forward(image, first, last, t, threads);
    // The next step reads these states.
    storageBarrier();
  }
}

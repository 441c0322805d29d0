// The way back through an LSTM layer, all steps of it (src/kernels/scan.h). A workgroup an image. x: the gates, whose
// gradient they become; y: the gradient of the hidden states.
@compute @workgroup_size(threads)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let image = i32(group.x);
  for (var step = w.step_count - 1; step >= 0; step--) {
    let positions = positions_of(step);
    let first = positions.x;
    let last = positions.y;
    if (step < w.step_count - 1) {
      for (var block = 0; threads * block < w.y_columns; block++) {
        for (var begin = first; begin < last; begin += 16) { step_product(image, begin, last, block, t); }
      }
    }
    storageBarrier();
    lstm_backward(image, first, last, t, threads);
    storageBarrier();
  }
}

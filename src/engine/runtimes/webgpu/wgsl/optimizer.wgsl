// A step of RMSProp or Adam (src/kernels/optimizer.h) if `judgeStep` lets it, and the average of the weights; for each
// workgroup, how many weights are no numbers any more.
struct Words {
  weights: i32, gradients: i32, squares: i32, means: i32, average: i32, count: i32, judged: i32,
  rate: f32, decay: f32, rest: f32, square_decay: f32, square_rest: f32, square_scale: f32, epsilon: f32, portion: f32,
}
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) t: u32,
) {
  let scale = arena[w.judged + 1];
  let taken = arena[w.judged + 2] == 1;
  var wrong = 0.0;
  for (var i = i32(id.x); i < w.count; i += 64 * i32(groups.x)) {
    if (!taken) { break; }
    let g = arena[w.gradients + i] * scale;
    let square = w.square_decay * arena[w.squares + i] + w.square_rest * g * g;
    arena[w.squares + i] = square;
    var direction = g;
    if (w.means >= 0) {
      direction = w.decay * arena[w.means + i] + w.rest * g;
      arena[w.means + i] = direction;
    }
    let weight = arena[w.weights + i] - w.rate * direction / (sqrt(square) * w.square_scale + w.epsilon);
    arena[w.weights + i] = weight;
    if (!is_finite(weight)) { wrong += 1; }
    if (w.average >= 0) {
      let average = arena[w.average + i];
      arena[w.average + i] = average + w.portion * (weight - average);
    }
  }
  let sum = group_sum(wrong, t);
  if (t == 0u) { scratch[group.x] = sum; }
}

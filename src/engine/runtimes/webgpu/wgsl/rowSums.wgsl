// Sums of the rows of a map, of all or of those whose tap read the constant row: gradients of biases and of initial
// states. Each workgroup sums 16 columns of a share of all rows.
struct Words {
  images: i32,
  x_base: i32, x_image: i32, x_row: i32,
  cell_list: i32, cells: i32, columns: i32, share: i32,
  taps: i32, tap_table: i32, tap: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

var<workgroup> sums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let quad = 4 * i32(group.x) + t % 4;
  let begin = i32(group.y) * w.share;
  let end = min(w.images * w.cells, begin + w.share);
  var sum = vec4f(0);
  for (var flat = begin + t / 4; flat < end; flat += 16) {
    let image = flat / w.cells;
    let position = flat % w.cells;
    var cell = position;
    if (w.cell_list >= 0) { cell = tables[w.cell_list + position]; }
    if (w.tap_table >= 0) {
      if (tables[w.tap_table + position * w.taps + w.tap] != -2) { continue; }
    }
    sum += arena[(w.x_base + image * w.x_image + cell * w.x_row) / 4 + quad];
  }
  sums[t] = sum;
  for (var half = 8; half > 0; half /= 2) {
    workgroupBarrier();
    if (t < 4 * half) { sums[t] += sums[t + 4 * half]; }
  }
  if (t < 4) { scratch[i32(group.y) * w.columns / 4 + quad] = sums[t]; }
}

// The gradient of a kernel (src/kernels/gradient.h): 64 features by a panel of 32 columns of one tap a workgroup, over
// a share of all cells; shares are summed afterwards, always in the same order.
struct Words {
  images: i32,
  x_base: i32, x_image: i32, x_row: i32,
  taps: i32, tap_table: i32, constant_row: i32, cell_list: i32, cells: i32,
  d_base: i32, d_image: i32, d_row: i32,
  features: i32, columns: i32, ranges: i32,
  panels: i32, share: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

var<workgroup> xs: array<vec4f, 256>;
var<workgroup> ds: array<vec4f, 128>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let panel = i32(group.x) % w.panels;
  let first_feature = i32(group.x) / w.panels * 64;
  let first_column = panel * 32;
  let tap = i32(group.y);
  let low = tables[w.ranges + 2 * (tap * w.panels + panel)];
  let high = tables[w.ranges + 2 * (tap * w.panels + panel) + 1];
  let total = w.images * w.cells;
  let begin = i32(group.z) * w.share;
  var end = min(total, begin + w.share);
  // Nothing that counts lies in this tile: its sums are zero.
  if (high <= first_feature || low >= first_feature + 64) { end = begin; }
  let own_column = t % 8;
  let own_feature = t / 8;
  var sum0 = vec4f(0); var sum1 = vec4f(0); var sum2 = vec4f(0); var sum3 = vec4f(0);
  var sum4 = vec4f(0); var sum5 = vec4f(0); var sum6 = vec4f(0); var sum7 = vec4f(0);
  for (var cell0 = begin; cell0 < end; cell0 += 16) {
    workgroupBarrier();
    for (var i = 0; i < 4; i++) {
      let quad = t % 16;
      let flat = cell0 + t / 16 + 4 * i;
      var x = vec4f(0);
      if (flat < end && first_feature + 4 * quad < w.features) {
        let image = flat / w.cells;
        let position = flat % w.cells;
        var cell = position;
        var row = -1;
        if (w.tap_table >= 0) {
          cell = tables[w.tap_table + position * w.taps + tap];
        } else if (w.cell_list >= 0) {
          cell = tables[w.cell_list + position];
        }
        if (cell >= 0) { row = w.x_base + image * w.x_image + cell * w.x_row; }
        if (cell == -2) { row = w.constant_row; }
        if (row >= 0) { x = arena[(row + first_feature) / 4 + quad]; }
      }
      xs[t + 64 * i] = x;
    }
    for (var i = 0; i < 2; i++) {
      let quad = t % 8;
      let flat = cell0 + t / 8 + 8 * i;
      var d = vec4f(0);
      if (flat < end && first_column + 4 * quad < w.columns) {
        let image = flat / w.cells;
        var cell = flat % w.cells;
        if (w.cell_list >= 0) { cell = tables[w.cell_list + cell]; }
        d = arena[(w.d_base + image * w.d_image + cell * w.d_row + first_column) / 4 + quad];
      }
      ds[t + 64 * i] = d;
    }
    workgroupBarrier();
    for (var cell = 0; cell < 16; cell++) {
      let d = ds[8 * cell + own_column];
      let x = xs[16 * cell + own_feature];
      let more = xs[16 * cell + own_feature + 8];
      sum0 = fma(vec4f(x.x), d, sum0);
      sum1 = fma(vec4f(x.y), d, sum1);
      sum2 = fma(vec4f(x.z), d, sum2);
      sum3 = fma(vec4f(x.w), d, sum3);
      sum4 = fma(vec4f(more.x), d, sum4);
      sum5 = fma(vec4f(more.y), d, sum5);
      sum6 = fma(vec4f(more.z), d, sum6);
      sum7 = fma(vec4f(more.w), d, sum7);
    }
  }
  if (first_column + 4 * own_column < w.columns) {
    let floats = i32(group.z) * w.taps * w.features + tap * w.features;
    let feature = first_feature + 4 * own_feature;
    let quads = w.columns / 4;
    let at = (floats + feature) * quads + first_column / 4 + own_column;
    if (feature < w.features) {
      scratch[at] = sum0;
      scratch[at + quads] = sum1;
      scratch[at + 2 * quads] = sum2;
      scratch[at + 3 * quads] = sum3;
    }
    if (feature + 32 < w.features) {
      scratch[at + 32 * quads] = sum4;
      scratch[at + 33 * quads] = sum5;
      scratch[at + 34 * quads] = sum6;
      scratch[at + 35 * quads] = sum7;
    }
  }
}

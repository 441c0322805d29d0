// A masked convolution as a gathered product (src/kernels/product.h): 128 cells by one panel of up to 32 columns a
// workgroup, 8 cells by 4 columns an invocation. Of a panel only what some column sees is multiplied.
struct Words {
  images: i32,
  x_base: i32, x_image: i32, x_row: i32,
  taps: i32, tap_table: i32, constant_row: i32, cell_list: i32, cells: i32,
  packed: i32, panels: i32, segments: i32, segment_count: i32, bias: i32,
  y_base: i32, y_image: i32, y_row: i32,
  add_base: i32, add_image: i32, add_row: i32,
  mask_base: i32, mask_image: i32, mask_row: i32,
  copy_base: i32, copy_image: i32, copy_row: i32,
  relu: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

const rows = 128;
const depth = 16;
// Five vectors a row instead of four, so that rows begin in other banks.
var<workgroup> xs: array<vec4f, 640>;
var<workgroup> ks: array<vec4f, 128>;
var<workgroup> bases: array<i32, 128>;

// Where a tap of a cell reads, in floats; -1: zeros.
fn tap_row(flat: i32, tap: i32) -> i32 {
  if (flat >= w.images * w.cells) { return -1; }
  let image = flat / w.cells;
  let position = flat % w.cells;
  var cell = position;
  if (w.tap_table >= 0) {
    cell = tables[w.tap_table + position * w.taps + tap];
    if (cell == -1) { return -1; }
    if (cell == -2) { return w.constant_row; }
  } else if (w.cell_list >= 0) {
    cell = tables[w.cell_list + position];
  }
  return w.x_base + image * w.x_image + cell * w.x_row;
}

fn four(sum: vec4f, x: vec4f, k0: vec4f, k1: vec4f, k2: vec4f, k3: vec4f) -> vec4f {
  return fma(vec4f(x.w), k3, fma(vec4f(x.z), k2, fma(vec4f(x.y), k1, fma(vec4f(x.x), k0, sum))));
}

fn finish(flat: i32, column: i32, product: vec4f) {
  if (flat >= w.images * w.cells) { return; }
  let image = flat / w.cells;
  var cell = flat % w.cells;
  if (w.cell_list >= 0) { cell = tables[w.cell_list + cell]; }
  var sum = product;
  if (w.bias >= 0) { sum += arena[(w.bias + column) / 4]; }
  if (w.mask_base >= 0) {
    let seen = arena[(w.mask_base + image * w.mask_image + cell * w.mask_row + column) / 4];
    sum = select(sum, vec4f(0), seen == vec4f(0));
  }
  if (w.add_base >= 0) { sum += arena[(w.add_base + image * w.add_image + cell * w.add_row + column) / 4]; }
  let bent = select(sum, vec4f(0), sum < vec4f(0));
  if (w.relu != 0) { sum = bent; }
  arena[(w.y_base + image * w.y_image + cell * w.y_row + column) / 4] = sum;
  if (w.copy_base >= 0) { arena[(w.copy_base + image * w.copy_image + cell * w.copy_row + column) / 4] = bent; }
}

@compute @workgroup_size(128)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let t = i32(index);
  let first = i32(group.x) * rows;
  let panel = w.panels + i32(group.y) * (3 + 2 * w.segment_count);
  let columns = tables[panel + 1];
  var weights = w.packed + tables[panel + 2];
  let own_column = t % 8;
  let own_row = t / 8;
  let staged_quad = t % 4;
  let staged_row = t / 4;
  var sum0 = vec4f(0); var sum1 = vec4f(0); var sum2 = vec4f(0); var sum3 = vec4f(0);
  var sum4 = vec4f(0); var sum5 = vec4f(0); var sum6 = vec4f(0); var sum7 = vec4f(0);
  for (var s = 0; s < w.segment_count; s++) {
    let low = tables[panel + 3 + 2 * s];
    let high = tables[panel + 4 + 2 * s];
    let tap = tables[w.segments + 2 * s];
    let offset = tables[w.segments + 2 * s + 1];
    // All have read the last segment's.
    workgroupBarrier();
    bases[t] = tap_row(first + t, tap);
    for (var begin = low / depth * depth; begin < high; begin += depth) {
      let k = vec4i(begin + 4 * staged_quad) + vec4i(0, 1, 2, 3);
      let counts = (k >= vec4i(low)) & (k < vec4i(high));
      workgroupBarrier();
      for (var row = staged_row; row < rows; row += 32) {
        var x = vec4f(0);
        let base = bases[row];
        if (base >= 0 && any(counts)) {
          x = select(vec4f(0), arena[(base + offset + begin) / 4 + staged_quad], counts);
        }
        xs[row * 5 + staged_quad] = x;
      }
      var kernel = vec4f(0);
      let deep = begin + t / 8;
      if (deep >= low && deep < high && 4 * own_column < columns) {
        kernel = arena[(weights + (deep - low) * columns + 4 * own_column) / 4];
      }
      ks[t] = kernel;
      workgroupBarrier();
      for (var quad = 0; quad < 4; quad++) {
        let k0 = ks[32 * quad + own_column];
        let k1 = ks[32 * quad + 8 + own_column];
        let k2 = ks[32 * quad + 16 + own_column];
        let k3 = ks[32 * quad + 24 + own_column];
        let place = own_row * 5 + quad;
        sum0 = four(sum0, xs[place], k0, k1, k2, k3);
        sum1 = four(sum1, xs[place + 80], k0, k1, k2, k3);
        sum2 = four(sum2, xs[place + 160], k0, k1, k2, k3);
        sum3 = four(sum3, xs[place + 240], k0, k1, k2, k3);
        sum4 = four(sum4, xs[place + 320], k0, k1, k2, k3);
        sum5 = four(sum5, xs[place + 400], k0, k1, k2, k3);
        sum6 = four(sum6, xs[place + 480], k0, k1, k2, k3);
        sum7 = four(sum7, xs[place + 560], k0, k1, k2, k3);
      }
    }
    weights += (high - low) * columns;
  }
  if (4 * own_column < columns) {
    let column = tables[panel] + 4 * own_column;
    for (var i = 0; i < 8; i++) {
      var sum = sum0;
      switch (i) {
        case 1: { sum = sum1; }
        case 2: { sum = sum2; }
        case 3: { sum = sum3; }
        case 4: { sum = sum4; }
        case 5: { sum = sum5; }
        case 6: { sum = sum6; }
        case 7: { sum = sum7; }
        default: {}
      }
      finish(first + own_row + 16 * i, column, sum);
    }
  }
}

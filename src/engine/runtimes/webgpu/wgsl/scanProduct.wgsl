// The state-to-state product of one step of a scan, for 16 cells of one image: what scan and scanGradient share. Each
// invocation sums 4 cells by 4 columns; rows of the map that is read come through workgroup memory, 64 features at a
// time.
// Invocations of a workgroup; each 4 of them that share columns sum the same columns of 16 cells.
override threads: i32 = 256;
var<workgroup> staged: array<f32, 1024>;

// Gates or hidden states of positions [first, first + 16) below `last`, of the block: y += x kernel.
fn step_product(image: i32, first: i32, last: i32, block: i32, t: i32) {
  let quad = threads / 4 * block + t % (threads / 4);
  let column = 4 * quad;
  let own = t / (threads / 4);
  let is_column = column < w.y_columns;
  let panel = w.panels + column / 32 * (3 + 2 * w.segment_count);
  var columns = 16;
  var weights = 0;
  if (is_column) {
    columns = tables[panel + 1];
    weights = w.packed + tables[panel + 2] + column % 32;
  }
  var sum0 = vec4f(0); var sum1 = vec4f(0); var sum2 = vec4f(0); var sum3 = vec4f(0);
  for (var s = 0; s < w.segment_count; s++) {
    var low = 0;
    var high = 0;
    if (is_column) {
      low = tables[panel + 3 + 2 * s];
      high = tables[panel + 4 + 2 * s];
    }
    let tap = tables[w.segments + 2 * s];
    let offset = tables[w.segments + 2 * s + 1];
    for (var begin = 0; begin < w.x_features; begin += 64) {
      workgroupBarrier();
      for (var n = t; n < 256; n += threads) {
        let position = first + n / 16;
        let feature = begin + 4 * (n % 16);
        var x = vec4f(0);
        if (position < last && feature < w.x_features) {
          let cell = tables[w.tap_table + position * w.taps + tap];
          if (cell == -2 && w.constant_row >= 0) { x = arena[(w.constant_row + offset + feature) / 4]; }
          if (cell >= 0) { x = arena[(w.x_base + image * w.x_image + cell * w.x_row + offset + feature) / 4]; }
        }
        staged[4 * n] = x.x;
        staged[4 * n + 1] = x.y;
        staged[4 * n + 2] = x.z;
        staged[4 * n + 3] = x.w;
      }
      workgroupBarrier();
      let end = min(high, begin + 64);
      for (var k = max(low, begin); k < end; k++) {
        let kernel = arena[(weights + (k - low) * columns) / 4];
        let place = 256 * own + k - begin;
        sum0 = fma(vec4f(staged[place]), kernel, sum0);
        sum1 = fma(vec4f(staged[place + 64]), kernel, sum1);
        sum2 = fma(vec4f(staged[place + 128]), kernel, sum2);
        sum3 = fma(vec4f(staged[place + 192]), kernel, sum3);
      }
    }
    weights += (high - low) * columns;
  }
  if (is_column) {
    for (var i = 0; i < 4; i++) {
      var sum = sum0;
      switch (i) {
        case 1: { sum = sum1; }
        case 2: { sum = sum2; }
        case 3: { sum = sum3; }
        default: {}
      }
      let position = first + 4 * own + i;
      if (position < last) {
        let cell = tables[w.cell_list + position];
        let at = (w.y_base + image * w.y_image + cell * w.y_row) / 4 + quad;
        arena[at] += sum;
      }
    }
  }
}

// The same of all positions of a step, and all columns.
fn step_products(image: i32, first: i32, last: i32, t: i32) {
  for (var block = 0; threads * block < w.y_columns; block++) {
    for (var begin = first; begin < last; begin += 16) { step_product(image, begin, last, block, t); }
  }
}

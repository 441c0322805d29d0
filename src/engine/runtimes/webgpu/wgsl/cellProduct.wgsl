// Products of a map with packed kernels for a few cells (src/kernels/cells.h). Of a panel of columns each invocation
// sums four for one cell, and of that product only a share where there are more invocations than sums: one cell alone
// keeps all of them busy. Weights that lie side by side are read side by side.
var<workgroup> shares: array<vec4f, threads>;

// Whether weights are read from the tables, as halves: a pixel reads every weight of a network once, and where more
// images do so than fit into the nearest cache half the bytes are half the time. Sums are the very same.
override halves: bool = false;

fn weights_at(place: i32) -> vec4f {
  if (!halves) { return arena[place]; }
  let at = w.halves + 2 * place;
  return vec4f(unpack2x16float(u32(tables[at])), unpack2x16float(u32(tables[at + 1])));
}

// The part of one cell's sums that features low + share, low + share + shares .. of each segment make.
fn share_of_product(at: i32, panel: i32, quad: i32, image: i32, cell: i32, share: i32, all: i32) -> vec4f {
  let quads = tables[panel + 1] / 4;
  var weights = (tables[at + 6] + tables[panel + 2]) / 4 + quad;
  var sum = vec4f(0);
  for (var s = 0; s < tables[at + 10]; s++) {
    let low = tables[panel + 3 + 2 * s];
    let high = tables[panel + 4 + 2 * s];
    let segment = tables[at + 9] + 2 * s;
    var seen = cell;
    if (tables[at + 4] >= 0) { seen = tables[tables[at + 4] + cell * tables[at + 3] + tables[segment]]; }
    // -1: outside the image; -2: the constant row.
    var x = tables[at + 5];
    if (seen >= 0) { x = ring_row(at, image, seen); }
    if (seen != -1) {
      x += tables[segment + 1];
      for (var k = low + share; k < high; k += all) {
        sum = fma(vec4f(number_at(x + k)), weights_at(weights + (k - low) * quads), sum);
      }
    }
    weights += (high - low) * quads;
  }
  if (halves) { return w.scale_of_halves * sum; }
  return sum;
}

fn cell_product(at: i32, image: i32, first: i32, count: i32, t: i32) {
  var panel = tables[at + 7];
  for (var n = 0; n < tables[at + 8]; n++) {
    let quads = tables[panel + 1] / 4;
    // As many groups of invocations as there is room for, a power of two: for several cells, then for shares of one.
    let groups = 1 << firstLeadingBit(u32(threads / quads));
    var cells = 1;
    while (cells < count && cells < groups) { cells *= 2; }
    let all = groups / cells;
    let quad = t % quads;
    let share = t / quads % all;
    let own = t / quads / all;
    for (var begin = 0; begin < count; begin += cells) {
      let cell = first + begin + own;
      let is_own = own < cells && begin + own < count;
      var sum = vec4f(0);
      if (is_own) { sum = share_of_product(at, panel, quad, image, cell, share, all); }
      if (all > 1) {
        workgroupBarrier();
        shares[t] = sum;
        // Eight by eight: there are fewer barriers than by halves.
        for (var width = all; width > 1;) {
          let rest = max(1, width / 8);
          workgroupBarrier();
          if (is_own && share < rest) {
            for (var other = rest; other < width; other += rest) { sum += shares[t + other * quads]; }
            shares[t] = sum;
          }
          width = rest;
        }
      }
      if (is_own && share == 0) {
        let column = tables[panel] / 4 + quad;
        if (tables[at + 11] >= 0) { sum += arena[tables[at + 11] / 4 + column]; }
        if (tables[at + 15] >= 0) { sum += arena[ring_row(at + 15, image, cell) / 4 + column]; }
        if (tables[at + 21] != 0) { sum = max(sum, vec4f(0)); }
        arena[ring_row(at + 12, image, cell) / 4 + column] = sum;
        if (tables[at + 18] >= 0) { arena[ring_row(at + 18, image, cell) / 4 + column] = max(sum, vec4f(0)); }
      }
    }
    panel += 3 + 2 * tables[at + 10];
  }
}

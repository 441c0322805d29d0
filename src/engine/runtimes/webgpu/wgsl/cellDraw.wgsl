// One level from its logits (src/kernels/draw.h): of 64 invocations each has four levels, so that there are never more
// than 256 of them. Others wait.
const drawing = 64;
// What they have in common is made of 8 lines of 8 numbers.
var<workgroup> numbers: array<f32, 64>;
var<workgroup> lines: array<f32, 8>;
var<workgroup> weights: array<vec4f, 64>;

fn largest_of(t: i32, own: f32) -> f32 {
  workgroupBarrier();
  if (t < drawing) { numbers[t] = own; }
  workgroupBarrier();
  if (t < 8) {
    var largest = numbers[8 * t];
    for (var i = 1; i < 8; i++) { largest = max(largest, numbers[8 * t + i]); }
    lines[t] = largest;
  }
  workgroupBarrier();
  var largest = lines[0];
  for (var i = 1; i < 8; i++) { largest = max(largest, lines[i]); }
  return largest;
}

// The sum of the numbers of invocations before this one, and that of all. None is smaller than one before it.
fn sums_of(t: i32, own: f32) -> vec2f {
  workgroupBarrier();
  if (t < drawing) { numbers[t] = own; }
  workgroupBarrier();
  var within = 0.0;
  if (t < drawing) {
    for (var i = t / 8 * 8; i < t; i++) { within += numbers[i]; }
    if (t % 8 == 7) { lines[t / 8] = within + own; }
  }
  workgroupBarrier();
  var before = 0.0;
  var total = 0.0;
  for (var i = 0; i < 8; i++) {
    if (i == t / 8) { before = total; }
    total += lines[i];
  }
  return vec2f(before + within, total);
}

// The logits of an invocation's four levels; two levels have one logit, that of 1. What is behind the levels counts for
// nothing later.
fn logits_of(logits: i32, levels: i32, t: i32) -> vec4f {
  if (levels == 2) { return vec4f(0, number_at(logits), 0, 0); }
  return arena[logits / 4 + min(t, (levels - 1) / 4)];
}

fn logit_of(logits: i32, levels: i32, level: i32) -> f32 {
  if (levels > 2) { return number_at(logits + level); }
  return select(0.0, number_at(logits), level == 1);
}

fn levels_of(t: i32) -> vec4i {
  return 4 * vec4i(t) + vec4i(0, 1, 2, 3);
}

// The largest of an invocation's own logits.
fn own_largest(logits: vec4f, levels: i32, t: i32) -> f32 {
  let own = select(vec4f(-3.4e38), logits, levels_of(t) < vec4i(levels));
  return max(max(own.x, own.y), max(own.z, own.w));
}

// A softmax not yet divided by its sum.
fn weights_of(logits: vec4f, largest: f32, sharper: f32, levels: i32, t: i32) -> vec4f {
  return select(vec4f(0), exp((logits - largest) * sharper), levels_of(t) < vec4i(levels));
}

fn sum_of(x: vec4f) -> f32 {
  return x.x + x.y + x.z + x.w;
}

// -log of the softmax of logits, sharpened, at a level.
fn nats_of_level(t: i32, logits: i32, levels: i32, sharper: f32, level: i32) -> f32 {
  let own = logits_of(logits, levels, t);
  let largest = largest_of(t, own_largest(own, levels, t));
  let total = sums_of(t, sum_of(weights_of(own, largest, sharper, levels, t))).y;
  return log(total) + (largest - logit_of(logits, levels, level)) * sharper;
}

// Zeroes those of an invocation's weights that are not among the largest which together reach the share `top`, the lower
// level first among equals.
fn likeliest_of(t: i32, own: vec4f, total: f32, levels: i32) -> vec4f {
  workgroupBarrier();
  if (t < drawing) { weights[t] = own; }
  workgroupBarrier();
  let at = levels_of(t);
  var likelier = vec4f(0);
  for (var v = 0; v < levels; v++) {
    let other = vec4f(weights[v / 4][v % 4]);
    likelier += select(vec4f(0), other, (other > own) | ((other == own) & (vec4i(v) < at)));
  }
  return select(own, vec4f(0), likelier >= vec4f(w.top * total));
}

// Draws a channel of a cell, and tells what that came to: -log of its probability as the model has it, and, where
// something is added to the logits, log of how much likelier it is without.
fn cell_draw(at: i32, image: i32, cell: i32, t: i32) {
  let levels = tables[at + 4];
  let channel = tables[at + 8];
  let logits = ring_row(at, image, cell) + tables[at + 3];
  let has_added = tables[at + 16] >= 0;
  let added = tables[at + 16] + image / tables[at + 19] * tables[at + 17] + cell * tables[at + 18] + tables[at + 3];
  var own = logits_of(logits, levels, t);
  if (has_added) { own += logits_of(added, levels, t); }
  let largest = largest_of(t, own_largest(own, levels, t));
  var weight = weights_of(own, largest, 1, levels, t);
  var sums = sums_of(t, sum_of(weight));
  let normal = log(sums.y);
  // The lowest that qualifies wins; failing that, where rounding makes the target reach the sum, the last that can be
  // drawn: those stand behind all others, in reverse.
  let own_levels = levels_of(t);
  var places = vec4i(4096);
  if (w.sharper == 0) {
    places = select(places, own_levels, (own == vec4f(largest)) & (own_levels < vec4i(levels)));
  } else {
    if (w.sharper != 1 || w.top < 1) {
      weight = weights_of(own, largest, w.sharper, levels, t);
      if (w.top < 1) { weight = likeliest_of(t, weight, sums_of(t, sum_of(weight)).y, levels); }
      sums = sums_of(t, sum_of(weight));
    }
    let address = vec4u(u32(cell), u32(channel), w.first_variant + u32(image), w.scale);
    let aim = uniform_number(w.seed, address) * sums.y;
    let third = weight.x + weight.y + weight.z;
    let up_to = sums.x + vec4f(weight.x, weight.x + weight.y, third, third + weight.w);
    places = select(places, select(1024 - own_levels, own_levels, up_to > vec4f(aim)), weight > vec4f(0));
  }
  let least = min(min(places.x, places.y), min(places.z, places.w));
  let found = -i32(largest_of(t, f32(-least)));
  let level = select(found, max(0, 1024 - found), found >= levels);
  var nats = normal + largest - logit_of(logits, levels, level);
  var gain = 0.0;
  if (has_added) {
    nats = nats_of_level(t, logits, levels, 1, level);
    if (w.sharper != 0) {
      let moved = logit_of(logits, levels, level) + logit_of(added, levels, level);
      gain = log(sums.y) + (largest - moved) * w.sharper - nats_of_level(t, logits, levels, w.sharper, level);
    }
  }
  if (t == 0) {
    let pixel = whole_row(at + 5, image, cell) + channel;
    arena[pixel / 4][pixel % 4] = f32(level);
    let told = whole_row(at + 13, image, cell) + 2 * channel;
    arena[told / 4][told % 4] = nats;
    arena[(told + 1) / 4][(told + 1) % 4] = gain;
  }
}

// Tells what known values cost.
fn cell_judge(at: i32, image: i32, first: i32, count: i32, t: i32) {
  let levels = tables[at + 4];
  for (var cell = first; cell < first + count; cell++) {
    let logits = ring_row(at, image, cell) + tables[at + 3];
    let level = i32(number_at(whole_row(at + 5, image, cell) + tables[at + 8]));
    let nats = nats_of_level(t, logits, levels, 1, level);
    if (t == 0) {
      let told = whole_row(at + 9, image, cell) + 2 * tables[at + 8];
      arena[told / 4][told % 4] = nats;
      arena[(told + 1) / 4][(told + 1) % 4] = 0;
    }
  }
}

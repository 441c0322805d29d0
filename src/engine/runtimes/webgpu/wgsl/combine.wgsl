// y = a + b, b a map whose cell is told by a table (-1: nothing); ReLU if wanted.
struct Words {
  images: i32,
  y_base: i32, y_image: i32, y_row: i32,
  a_base: i32, a_image: i32, a_row: i32,
  b_base: i32, b_image: i32, b_row: i32,
  moved: i32, cells: i32, columns: i32, relu: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let quads = w.columns / 4;
  for (var i = i32(id.x); i < w.images * w.cells * quads; i += 64 * i32(groups.x)) {
    let quad = i % quads;
    let cell = i / quads % w.cells;
    let image = i / quads / w.cells;
    var other = cell;
    if (w.moved >= 0) { other = tables[w.moved + cell]; }
    var sum = vec4f(0);
    if (w.a_base >= 0) { sum = arena[(w.a_base + image * w.a_image + cell * w.a_row) / 4 + quad]; }
    if (w.b_base >= 0 && other >= 0) {
      sum += arena[(w.b_base + image * w.b_image + other * w.b_row) / 4 + quad];
    }
    if (w.relu != 0) { sum = select(sum, vec4f(0), sum < vec4f(0)); }
    arena[(w.y_base + image * w.y_image + cell * w.y_row) / 4 + quad] = sum;
  }
}

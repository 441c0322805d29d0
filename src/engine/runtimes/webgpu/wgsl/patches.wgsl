// Levels scaled to -1..1 and laid out as each cell's taps see them, [cells][taps x channels]; zeros outside.
struct Words {
  images: i32,
  x_base: i32, x_image: i32, x_row: i32,
  channels: i32, taps: i32, tap_table: i32, cells: i32,
  y_base: i32, y_image: i32, y_row: i32,
  columns: i32, scale: f32,
}
@group(0) @binding(2) var<uniform> w: Words;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = i32(id.x); i < w.images * w.cells * w.columns; i += 64 * i32(groups.x)) {
    let column = i % w.columns;
    let cell = i / w.columns % w.cells;
    let image = i / w.columns / w.cells;
    let tap = column / w.channels;
    var value = 0.0;
    if (tap < w.taps) {
      let seen = tables[w.tap_table + cell * w.taps + tap];
      if (seen >= 0) {
        value = arena[w.x_base + image * w.x_image + seen * w.x_row + column % w.channels] * w.scale - 1;
      }
    }
    arena[w.y_base + image * w.y_image + cell * w.y_row + column] = value;
  }
}

struct Words {
  x_base: i32, x_image: i32, x_row: i32, x_features: i32,
  taps: i32, tap_table: i32, constant_row: i32, cell_list: i32,
  packed: i32, panels: i32, segments: i32, segment_count: i32,
  y_base: i32, y_image: i32, y_row: i32, y_columns: i32,
  steps: i32, step_count: i32, hidden: i32,
  cell_base: i32, cell_image: i32, cell_row: i32, initial_cell: i32,
  // Of the way back alone.
  taps_before: i32, carried_base: i32, carried_image: i32, carried_row: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

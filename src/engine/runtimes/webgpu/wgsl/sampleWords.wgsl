struct Words {
  // Cells of the row, and those of them that are gone through now.
  row_first: i32, row_last: i32, first: i32, last: i32,
  // Where in the tables programs begin and end: for a row that begins, known and judged cells, a row that is complete;
  // then a table of those for each colour of an unknown cell.
  begin_at: i32, begin_end: i32, known_at: i32, known_end: i32, judged_at: i32, judged_end: i32,
  complete_at: i32, complete_end: i32, colours: i32, colours_at: i32,
  // What is done with each cell: 0 known, 1 drawn, 2 judged.
  kinds: i32, ring: i32,
  seed: u32, first_variant: u32, scale: u32,
  // 1 / temperature, 0 for the likeliest; top-p.
  sharper: f32, top: f32,
  // Of weights that are halves: where among the tables that of the arena's first vector would lie, and what all of them
  // are to be multiplied by.
  halves: i32, scale_of_halves: f32,
}
@group(0) @binding(2) var<uniform> w: Words;

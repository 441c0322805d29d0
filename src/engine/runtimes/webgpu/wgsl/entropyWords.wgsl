struct Words {
  images: i32,
  logits_base: i32, logits_image: i32, logits_row: i32,
  pixels_base: i32, pixels_image: i32, pixels_row: i32,
  cells: i32, channels: i32, levels: i32, scale: f32, judged: i32,
  nats_base: i32, nats_image: i32,
  counts_base: i32, counts_image: i32, counts_row: i32,
}
@group(0) @binding(2) var<uniform> w: Words;

// The row of the pixels that a cell is judged by; -1 where it doesn't count.
fn judged_row(image: i32, cell: i32) -> i32 {
  if (w.counts_base >= 0) {
    if (arena[w.counts_base + image * w.counts_image + cell * w.counts_row] == 0) { return -1; }
  }
  if (w.judged >= 0) { return tables[w.judged + cell]; }
  return cell;
}

import { writeFile } from 'node:fs/promises'

/** Makes a .npy of uint8 [count, side, side, 1] in two levels: images with one bright column each. */
export async function writeBars(path: string, count: number, side: number): Promise<void> {
  const shape = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count}, ${side}, ${side}, 1), }`
  const header = `${shape.padEnd(117)}\n`
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0])
  const pixels = Buffer.alloc(count * side * side)
  for (let i = 0; i < pixels.length; i++) {
    const [x, image] = [i % side, Math.floor(i / (side * side))]
    pixels[i] = x === image % side ? 1 : 0
  }
  await writeFile(path, Buffer.concat([start, Buffer.from(header), pixels]))
}

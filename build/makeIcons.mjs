// Draws the app's icon: an image that is being completed pixel by pixel, row by row.
// node build/makeIcons.mjs writes build/icon.svg, build/icon.png and resources/icon.png.
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const cells = 7
const cell = 88
const gap = 14
const side = 1024
const margin = (side - cells * cell - (cells - 1) * gap) / 2
/** The pixel that is being drawn: row and column. */
const [currentRow, currentColumn] = [4, 3]

/** A hill under an evening sky, as a palette of rows. */
const sky = ['#ffd166', '#ffb35c', '#ff8f5e', '#f76a6f', '#c9548b', '#8a4b9e', '#5b46a0']
const hill = '#2dd4bf'
const hillTops = [6, 5, 4, 3, 4, 5, 5]

function pixel(row, column) {
  const x = margin + column * (cell + gap)
  const y = margin + row * (cell + gap)
  const square = (attributes) =>
    `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" rx="20" ${attributes}/>`
  const drawn = row < currentRow || (row === currentRow && column < currentColumn)
  if (drawn) return square(`fill="${row >= hillTops[column] ? hill : sky[row]}"`)
  if (row === currentRow && column === currentColumn) return square('fill="#ffffff"')
  return square('fill="#ffffff" fill-opacity="0.09"')
}

const pixels = Array.from({ length: cells * cells }, (_, index) =>
  pixel(Math.floor(index / cells), index % cells),
)
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">
<defs><linearGradient id="night" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#2a2550"/><stop offset="1" stop-color="#14122b"/>
</linearGradient></defs>
<rect x="40" y="40" width="944" height="944" rx="212" fill="url(#night)"/>
${pixels.join('\n')}
</svg>
`

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
await writeFile(path('icon.svg'), svg)
await sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toFile(path('icon.png'))
await sharp(Buffer.from(svg))
  .resize(256)
  .png({ compressionLevel: 9, palette: true })
  .toFile(path('../resources/icon.png'))

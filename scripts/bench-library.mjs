// How a library of fifty thousand photos scrolls: node scripts/bench-library.mjs [--photos 50000] [--chromium PATH]
// Needs a build and a Chromium. The photos are records that share a few dozen files, so that the disk is spared.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { repositoryRoot } from './support/paths.mjs'

const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: '50000' },
    files: { type: 'string', default: '48' },
    chromium: { type: 'string', default: process.env['PIXELLOOM_CHROMIUM'] ?? '/usr/bin/chromium' },
  },
})

/** Milliseconds of scrolling in each way. */
const scrolling = 6000

/** A frame that took longer than two at 60 a second was seen to stutter. */
const longFrame = 34

const place = await mkdtemp(join(tmpdir(), 'pixelloom-bench-'))
try {
  await makeLibrary(place, Number(options.photos), Number(options.files))
  await measure(place)
} finally {
  await rm(place, { recursive: true, force: true })
}

/**
 * @param {string} folder
 * @param {number} count
 * @param {number} files
 */
async function makeLibrary(folder, count, files) {
  const pictures = join(folder, 'pictures')
  await mkdir(pictures)
  await mkdir(join(folder, 'data'))
  /** @type {{ file: string, width: number, height: number, bytes: number, modified: number }[]} */
  const made = []
  for (let index = 0; index < files; index++) {
    const [width, height] = index % 3 === 0 ? [1200, 1600] : [1600, 1200]
    const file = join(pictures, `${index}.jpg`)
    await sharp({ create: { width, height, channels: 3, background: colour(index) } })
      .composite([{ input: Buffer.from(drawing(width, height, index)) }])
      .jpeg({ quality: 88 })
      .toFile(file)
    const { size, mtimeMs } = await stat(file)
    made.push({ file, width, height, bytes: size, modified: mtimeMs })
  }
  const photos = Array.from({ length: count }, (_, index) => ({
    ...made[index % files],
    id: `photo-${index}`,
    name: `IMG_${String(index).padStart(5, '0')}.jpg`,
    source: 'file',
    addedAt: 1.7e12 + index * 60_000,
    // Looked at before: otherwise all files are, once, while it is measured.
    taken: null,
  }))
  const body = JSON.stringify({ photos, removedSamples: [], folders: [], leftOut: [] })
  const checksum = createHash('sha256').update(body).digest('hex')
  const text = `{"version":2,"checksum":"sha256:${checksum}","body":\n${body}}\n`
  await writeFile(join(folder, 'data', 'library.json'), text)
}

/** @param {number} index */
function colour(index) {
  return `hsl(${(index * 47) % 360} 45% 62%)`
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} index
 */
function drawing(width, height, index) {
  const circles = Array.from({ length: 14 }, (_, number) => {
    const at = (index * 131 + number * 97) % 1000
    const fill = `hsl(${(at * 7) % 360} 60% ${35 + (at % 40)}%)`
    return `<circle cx="${(at * width) / 1000}" cy="${((at * 3) % 1000) * (height / 1000)}" r="${60 + (at % 200)}" fill="${fill}" opacity=".7"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${circles.join('')}</svg>`
}

/** @param {string} folder */
async function measure(folder) {
  const cli = join(repositoryRoot, 'out', 'main', 'cli.js')
  const began = performance.now()
  const server = spawn(process.execPath, [cli, 'serve', '--data-folder', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const browser = await chromium.launch({
    executablePath: options.chromium,
    args: [
      '--no-sandbox',
      '--no-first-run',
      '--disable-background-networking',
      '--enable-precise-memory-info',
    ],
  })
  try {
    const address = await firstAddress(server)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    console.log(`server answers after        ${seconds(performance.now() - began)}`)
    const opened = performance.now()
    await page.goto(`${address}`)
    await page.waitForSelector('.complete-view')
    console.log(`all photos listed after     ${seconds(performance.now() - opened)}`)
    await page.getByRole('button', { name: 'Library' }).first().click()
    await page.waitForSelector('[role="option"] img')
    for (const [name, speed] of /** @type {const} */ ([
      ['reading, 900 px/s', 900],
      ['skimming, 6,000 px/s', 6000],
      ['flying, 60,000 px/s', 60_000],
    ])) {
      report(name, await page.evaluate(scrollBy(speed)))
      await page.waitForTimeout(800)
    }
    for (const [name, act] of /** @type {const} */ ([
      ['search', () => page.getByRole('searchbox').fill('IMG_04')],
      ['search cleared', () => page.getByRole('searchbox').fill('')],
      ['select all', () => page.keyboard.press('Control+a')],
    ])) {
      if (name === 'select all') await page.locator('[role="listbox"]').focus()
      const start = performance.now()
      await act()
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      console.log(`${name.padEnd(28)}${(performance.now() - start).toFixed(0)} ms`)
    }
    const heap = await page.evaluate('performance.memory.usedJSHeapSize')
    const elements = await page.evaluate('document.querySelectorAll("*").length')
    console.log(`page's heap                 ${megabytes(Number(heap))}, ${elements} elements`)
    console.log(`server's memory             ${megabytes(await residentBytes(server.pid))}`)
  } finally {
    await browser.close()
    const ended = once(server, 'exit')
    server.kill('SIGINT')
    await ended
  }
}

/**
 * In the page: scrolls and notes the time of each frame, and now and then how many of the pictures in view are there.
 * @param {number} speed pixels a second
 */
function scrollBy(speed) {
  return `new Promise((done) => {
    const list = document.querySelector('[role="listbox"]')
    const view = list.getBoundingClientRect()
    const inView = (tile) => {
      const { top, bottom } = tile.getBoundingClientRect()
      return top < view.bottom && bottom > view.top
    }
    const frames = []
    const shown = []
    let last = performance.now()
    const end = last + ${scrolling}
    requestAnimationFrame(function frame(now) {
      frames.push(now - last)
      list.scrollTop += (${speed} * (now - last)) / 1000
      last = now
      if (frames.length % 20 === 0) {
        const tiles = [...list.querySelectorAll('[role="option"]')].filter(inView)
        if (tiles.length > 0) shown.push(tiles.filter((tile) => tile.querySelector('img')?.complete).length / tiles.length)
      }
      if (now < end) requestAnimationFrame(frame)
      else done({ frames: frames.slice(1), shown: shown.reduce((sum, share) => sum + share, 0) / shown.length })
    })
  })`
}

/**
 * @param {string} name
 * @param {unknown} measured
 */
function report(name, measured) {
  const { frames, shown } = /** @type {{ frames: number[], shown: number }} */ (measured)
  const total = frames.reduce((sum, time) => sum + time, 0)
  const sorted = [...frames].sort((a, b) => a - b)
  const long = frames.filter((time) => time > longFrame).length
  const at = (/** @type {number} */ share) =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  const rate = ((1000 * frames.length) / total).toFixed(1)
  console.log(
    `${name.padEnd(28)}${rate} frames/s, median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms, ${long} of ${frames.length} long; ${Math.round(100 * shown)} % of the pictures in view are there`,
  )
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function firstAddress(server) {
  return new Promise((resolve, reject) => {
    let printed = ''
    server.stdout?.on('data', (chunk) => {
      printed += String(chunk)
      const address = /http:\/\/\S+/.exec(printed)?.[0]
      if (address) resolve(address)
    })
    server.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${printed}`)))
  })
}

/** @param {number | undefined} pid */
async function residentBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`
}

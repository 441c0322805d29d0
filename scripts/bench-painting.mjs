/**
 * How smooth painting is on a photo of 24 megapixels, alone and beside a training: frames a second and the longest
 * frames while a stroke is drawn, in Chromium over `serve`. It prints figures and judges nothing.
 *
 *   npm run build && node scripts/bench-painting.mjs
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { repositoryRoot } from './support/paths.mjs'

const [width, height] = [6000, 4000]
const executablePath = process.env['PIXELLOOM_CHROMIUM'] ?? '/usr/bin/chromium'
const cli = join(repositoryRoot, 'out', 'main', 'cli.js')

if (!existsSync(cli)) {
  console.error('Nothing is built yet: run `npm run build` first.')
  process.exit(1)
}

/** Keeps the time of every frame; as text, since it runs in the page. */
const watchFrames = `(() => {
  window.frameTimes = []
  const note = (time) => {
    window.frameTimes.push(time)
    window.frameNote = requestAnimationFrame(note)
  }
  window.frameNote = requestAnimationFrame(note)
})()`
const takeFrames = `(() => {
  cancelAnimationFrame(window.frameNote)
  return window.frameTimes
})()`

/** Soft noise: something to decode and to scale, as a photo is. */
async function photo() {
  const [w, h] = [width / 40, height / 40]
  const small = Buffer.from(Array.from({ length: w * h * 3 }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 256))
  return sharp(small, { raw: { width: w, height: h, channels: 3 } })
    .resize(width, height)
    .jpeg()
    .toBuffer()
}

/** @param {string} folder */
async function trainingImages(folder) {
  mkdirSync(folder)
  for (let i = 0; i < 64; i++) {
    const pixels = Buffer.from(Array.from({ length: 32 * 32 * 3 }, (_, j) => (j * (i + 3) * 31) % 256))
    const image = sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
    await image.png().toFile(join(folder, `${i}.png`))
  }
}

/** @param {import('node:child_process').ChildProcess} server */
async function addressOf(server) {
  let printed = ''
  for await (const chunk of server.stdout ?? []) {
    printed += String(chunk)
    const address = /http:\/\/\S+/.exec(printed)?.[0]
    if (address) return address
  }
  throw new Error(`serve ended: ${printed}`)
}

/**
 * Draws so many loops in one stroke.
 * @param {import('playwright-core').Page} page
 * @param {string} what
 */
async function measure(page, what) {
  const box = await page.locator('.stage').boundingBox()
  if (!box) throw new Error('There is no stage.')
  /** @param {number} turn */
  const at = (turn) => [
    box.x + box.width * (0.5 + 0.36 * Math.cos(turn)),
    box.y + box.height * (0.5 + 0.33 * Math.sin(turn * 1.7)),
  ]
  const [x = 0, y = 0] = at(0)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.evaluate(watchFrames)
  for (let i = 1; i <= 400; i++) {
    const [px = 0, py = 0] = at(i / 40)
    await page.mouse.move(px, py)
  }
  const times = /** @type {number[]} */ (await page.evaluate(takeFrames))
  await page.evaluate(watchFrames)
  await page.waitForTimeout(100)
  await page.mouse.up()
  await page.waitForTimeout(600)
  const after = /** @type {number[]} */ (await page.evaluate(takeFrames))
  report(what, times, after)
  const said = await page.locator('.surroundings [role=status]').textContent()
  if (!/covers \d/.test(said ?? '')) throw new Error(`Nothing was painted: ${said}`)
  await page.keyboard.press('Delete')
  await page.waitForTimeout(800)
}

/**
 * @param {string} what
 * @param {readonly number[]} times
 * @param {readonly number[]} after
 */
function report(what, times, after) {
  const lengths = steps(times).sort((a, b) => a - b)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  /** @param {number} share */
  const quantile = (share) => (lengths[Math.floor(share * (lengths.length - 1))] ?? 0).toFixed(1)
  console.log(
    `${what}: ${(lengths.length / seconds).toFixed(1)} frames a second; a frame takes ${quantile(0.5)} ms, ` +
      `one of twenty ${quantile(0.95)} ms or more, the longest ${quantile(1)} ms; ` +
      `ending the stroke: ${Math.max(0, ...steps(after)).toFixed(1)} ms`,
  )
}

/** @param {readonly number[]} times */
function steps(times) {
  return times.slice(1).map((time, i) => time - (times[i] ?? 0))
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} method
 * @param {unknown} input
 */
async function ask(page, method, input) {
  const answer = await page.evaluate(`fetch('/api/${method}', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ${JSON.stringify(JSON.stringify(input))},
  }).then((response) => response.json())`)
  const { ok, value, error } = /** @type {{ ok: boolean, value: { id: string }, error: unknown }} */ (answer)
  if (!ok) throw new Error(`${method}: ${JSON.stringify(error)}`)
  return value
}

const folder = mkdtempSync(join(tmpdir(), 'pixelloom-painting-'))
const server = spawn(process.execPath, [cli, 'serve', '--data-folder', join(folder, 'data')], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(await addressOf(server))
  await page.locator('.stage').waitFor()
  const files = page.locator('input[type=file]').first()
  await files.setInputFiles({ name: 'large.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByRole('application', { name: /^large\.jpg/ }).waitFor()
  await page.evaluate(`document.querySelector('.sheet img').decode().then(() => true)`)
  await page.waitForTimeout(3000)
  console.log(`A photo of ${width} x ${height} in a window of 1280 x 800.`)
  await measure(page, 'Brush')
  await page.keyboard.press(']')
  for (let i = 0; i < 8; i++) await page.keyboard.press(']')
  await measure(page, 'A large brush')
  await trainingImages(join(folder, 'images'))
  const wish = { name: 'beside', data: join(folder, 'images'), size: 32, channels: 3, minutes: 5 }
  const job = await ask(page, 'jobs.train', wish)
  await page.waitForTimeout(5000)
  await measure(page, 'A large brush beside a training')
  await page.mouse.wheel(0, -600)
  await page.waitForTimeout(500)
  await measure(page, 'The same, enlarged')
  await ask(page, 'jobs.cancel', { jobId: job.id })
} finally {
  await browser.close()
  if (server.exitCode === null) {
    server.kill('SIGINT')
    await once(server, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import sharp from 'sharp'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { root } from '../support/optional'

/** The app as `pixelloom serve` runs it, and a page of a real browser that shows it. */
export interface ServedApp {
  readonly page: Page
  /** What the page logged as an error, and exceptions nobody caught. */
  readonly complaints: string[]
  readonly server: ChildProcess
  /** The server is killed, as by a loss of power, started again at the same address, and the page loaded anew. */
  killAndRestart(): Promise<void>
  close(): Promise<void>
}

/** Nothing of the browser's own goes out: the tests run on machines without a network. */
export const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export async function serveApp(
  executablePath: string,
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
  /** What the browser is told of graphics cards, instead of using none. */
  card?: readonly string[],
): Promise<ServedApp> {
  let server = startServer(dataFolder, { environment })
  const address = await firstAddress(server)
  const args = card ? [...quiet.filter((arg) => arg !== '--disable-gpu'), ...card] : quiet
  const browser: Browser = await chromium.launch({ executablePath, args })
  // A context that outlasts the page: what is asked in its session may go on when that is closed.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(address)
  return {
    page,
    complaints,
    get server() {
      return server
    },
    async killAndRestart() {
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
      server = startServer(dataFolder, { environment, port: new URL(address).port })
      await page.goto(await firstAddress(server))
      // That the line was lost the page may well say.
      complaints.length = 0
    },
    async close() {
      await browser.close()
      if (server.exitCode !== null) return
      server.kill('SIGINT')
      await once(server, 'exit')
    },
  }
}

function startServer(
  dataFolder: string,
  { environment, port = '0' }: { environment: Readonly<Record<string, string>>; port?: string },
): ChildProcess {
  const cli = join(root, 'out', 'main', 'cli.js')
  return spawn(process.execPath, [cli, 'serve', '--data-folder', dataFolder, '--port', port], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  })
}

function firstAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /http:\/\/\S+/.exec(printed)?.[0]
      if (address) resolve(address)
    })
    server.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${printed}`)))
  })
}

/** Drops files on the page as a person does, from the desktop. */
export async function dropFiles(
  page: Page,
  files: readonly { name: string; bytes: Uint8Array }[],
): Promise<void> {
  const encoded = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }))
  // As text: it runs in the page, whose globals the types of a Node program don't have.
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    for (const { name, base64 } of ${JSON.stringify(encoded)}) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name, { type: 'image/png' }))
    }
    return data
  })()`)
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
  }
}

/** Side of `serveLargeDigit`'s photo: four times that of the model's pictures. */
export const largeSide = 112

/** The app, with a digit of `largeSide` pixels dropped on it and shown, nothing painted yet. */
export async function serveLargeDigit(executablePath: string, dataFolder: string): Promise<ServedApp> {
  const app = await serveApp(executablePath, dataFolder)
  const digit = join(root, 'resources', 'samples', 'digit-3.png')
  const bytes = await sharp(digit).resize(largeSide, largeSide).png().toBuffer()
  await dropFiles(app.page, [{ name: 'large.png', bytes }])
  await app.page.getByText('Paint over the part to replace.').waitFor()
  return app
}

/** Where a point of that photo lies on the page. */
export async function placeOnLargeDigit(page: Page, x: number, y: number): Promise<[number, number]> {
  const box = await page.locator('.sheet').boundingBox()
  if (!box) throw new Error('no photo')
  return [box.x + (x / largeSide) * box.width, box.y + (y / largeSide) * box.height]
}

/** What the app tells a page over its line, one event a message. */
export interface Told {
  readonly event: string
  readonly payload: unknown
}

/** Gathers the messages that come over the page's line, from when it is next loaded. */
export function listenToLine(page: Page): Told[] {
  const told: Told[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void told.push(JSON.parse(String(payload)) as Told)),
  )
  return told
}

/** Opens one of the app's views from the bar at the top. */
export async function openView(
  page: Page,
  name: 'Library' | 'Complete' | 'Train' | 'Models' | 'Queue',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click()
}

/** The tiles of variants that are finished and rated. */
export function ratedVariants(page: Page): Locator {
  return page.getByRole('button', { name: /^Variant \d, .* nats/ })
}

/** Draws with the pointer held down, through points of the large digit. */
export async function dragOnLargeDigit(
  page: Page,
  ...points: readonly (readonly [number, number])[]
): Promise<void> {
  for (const [i, [x, y]] of points.entries()) {
    await page.mouse.move(...(await placeOnLargeDigit(page, x, y)), { steps: 3 })
    if (i === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

/** A picture's pixels, all channels. */
export async function pixelsOf(
  picture: string | Buffer,
): Promise<{ data: Buffer; width: number; height: number; channels: number }> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: info.channels }
}

/** The mask of the photo on the desk as the app exports it: 1 where it is white. */
export async function exportedMask(page: Page): Promise<Uint8Array> {
  const download = page.waitForEvent('download')
  await chooseForMask(page, 'Export the mask as PNG')
  const { data, info } = await sharp(await (await download).path())
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 1) throw new Error(`a mask of ${info.channels} channels`)
  return Uint8Array.from(data, (value) => (value === 255 ? 1 : 0))
}

export async function chooseForMask(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'More for the mask' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

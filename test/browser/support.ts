import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import sharp from 'sharp'
import { chromium, type Browser, type Page } from 'playwright-core'
import { root } from '../support/optional'

/** The app as `pixelloom serve` runs it, and a page of a real browser that shows it. */
export interface ServedApp {
  readonly page: Page
  /** What the page logged as an error, and exceptions nobody caught. */
  readonly complaints: string[]
  readonly server: ChildProcess
  close(): Promise<void>
}

/** Nothing of the browser's own goes out: the tests run on machines without a network. */
export const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export async function serveApp(executablePath: string, dataFolder: string): Promise<ServedApp> {
  const cli = join(root, 'out', 'main', 'cli.js')
  const server = spawn(process.execPath, [cli, 'serve', '--data-folder', dataFolder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await firstAddress(server)
  const browser: Browser = await chromium.launch({ executablePath, args: quiet })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(address)
  return {
    page,
    complaints,
    server,
    async close() {
      await browser.close()
      if (server.exitCode !== null) return
      server.kill('SIGINT')
      await once(server, 'exit')
    },
  }
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

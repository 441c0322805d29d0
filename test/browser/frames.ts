import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** A part of the page in CSS pixels, as a locator's `boundingBox` has it. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The pixels of a region, three bytes each. */
export type Shown = Uint8Array

/** Every frame from now on as it was really shown, until `end`, which cuts a region out of each of them. */
export interface FilmedPage {
  end(region: Region): Promise<Shown[]>
}

/**
 * Films the page: what Chromium's compositor put together, frame by frame, with whatever was loaded and decoded by then.
 * Nothing that the page itself could ask for would show a frame in which something was missing.
 */
export async function filmPage(page: Page): Promise<FilmedPage> {
  const session = await page.context().newCDPSession(page)
  const frames: Buffer[] = []
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(Buffer.from(data, 'base64'))
    // At once: of frames that wait for it none is kept.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 90, everyNthFrame: 1 })
  return {
    async end({ x, y, width, height }) {
      await session.send('Page.stopScreencast')
      await session.detach()
      const [left, top] = [Math.ceil(x), Math.ceil(y)]
      const part = { left, top, width: Math.floor(width), height: Math.floor(height) }
      const shown: Shown[] = []
      for (const frame of frames) shown.push(await sharp(frame).extract(part).removeAlpha().raw().toBuffer())
      return shown
    },
  }
}

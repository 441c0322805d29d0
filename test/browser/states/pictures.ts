import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { TemporaryFolder } from '../../data/support'
import { states } from './index'
import { computed, openStage } from './stage'

/** Runs in the page: whether every picture in it is there. */
const allLoaded = `document.querySelector('.list .room') === null && [...document.images].every((image) => image.complete)`

const themes = ['light', 'dark'] as const

export interface Shown {
  readonly name: string
  readonly caption: string
  readonly bytes: number
}

/** Walks through every state and writes what is seen: `<folder>/<state>-<light|dark>.png`. */
export async function takePictures(
  executablePath: string,
  folder: string,
  tell: (shown: Shown) => void,
): Promise<Shown[]> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const work = new TemporaryFolder()
  const stage = await openStage(executablePath, work)
  try {
    const all: Shown[] = []
    for (const state of states) {
      await state.reach(stage).catch((error: unknown) => {
        throw new Error(`The state ${state.name} was not reached.`, { cause: error })
      })
      await loaded(stage.page)
      let bytes = 0
      for (const colorScheme of themes) {
        await stage.page.emulateMedia({ colorScheme })
        const seen = await stage.page.screenshot({ caret: 'hide', animations: 'disabled' })
        const file = join(folder, `${state.name}-${colorScheme}.png`)
        bytes += (await sharp(seen).png({ palette: true, colours: 96, effort: 10, dither: 0.4 }).toFile(file))
          .size
      }
      await stage.page.emulateMedia({ colorScheme: 'light' })
      await state.leave?.(stage)
      const shown = { name: state.name, caption: state.caption, bytes }
      all.push(shown)
      tell(shown)
    }
    return all
  } finally {
    await stage.app.close()
    work.remove()
  }
}

async function loaded(page: Page): Promise<void> {
  const end = Date.now() + computed.timeout
  while (!(await page.evaluate(allLoaded))) {
    if (Date.now() > end) throw new Error('A picture in the page does not come.')
    await page.waitForTimeout(50)
  }
}

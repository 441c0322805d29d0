import type { Locator, Page } from 'playwright-core'
import type { TemporaryFolder } from '../../data/support'
import { serveApp, type ServedApp } from '../support'

/** The served app on its way through its states, and what every step needs of it. */
export interface Stage {
  readonly app: ServedApp
  readonly page: Page
  /** Holds the data folder, `data`, and what else the states put there. */
  readonly folder: TemporaryFolder
  /** Opens a view by its address, as a link or a reload does. */
  readonly open: (view: string) => Promise<void>
  readonly button: (name: string | RegExp) => Locator
  /** The field for text of that name. */
  readonly field: (name: string) => Locator
}

/** What the app looks like at a moment that a person can bring about. */
export interface State {
  /** Also the name of its picture. */
  readonly name: string
  /** A line about what is seen. */
  readonly caption: string
  /** Brings the app there from the state before: the order of states is theirs. */
  readonly reach: (stage: Stage) => Promise<void>
  /** Leaves nothing open that would lie over the next one. */
  readonly leave?: (stage: Stage) => Promise<void>
  /** Errors that the browser itself notes here, since the state is one of failure. */
  readonly complains?: RegExp
  /** There is no app behind the page any more, to change its language. */
  readonly gone?: true
}

export async function openStage(executablePath: string, folder: TemporaryFolder): Promise<Stage> {
  const app = await serveApp(executablePath, folder.at('data'))
  const { page } = app
  // What moves by itself would be caught at another moment each time.
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' })
  return {
    app,
    page,
    folder,
    open: async (view) => {
      await page.evaluate(`location.hash = '#${view}'`)
      await page.locator(`.${view}-view`).waitFor()
    },
    button: (name) => page.getByRole('button', { name, exact: true }),
    field: (name) => page.getByRole('textbox', { name, exact: true }),
  }
}

/** For what takes computing: a busy machine takes its time. */
export const computed = { timeout: 110_000 } as const

/** Closes the dialog or popover that is open. */
export async function closeOpen({ page }: Stage): Promise<void> {
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
}

/** What was told stays for a while, or until it is closed; it would lie over what comes next. */
export async function closeMessages({ page }: Stage): Promise<void> {
  const all = '[aria-label="Close this message"]'
  // At once, in the page: some may be about to go by themselves.
  await page.evaluate(`document.querySelectorAll('${all}').forEach((button) => button.click())`)
  await page.locator(all).first().waitFor({ state: 'detached' })
}

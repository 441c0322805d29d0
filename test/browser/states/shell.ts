import { once } from 'node:events'
import { say } from '../../../src/shared/reasons'
import { closeOpen, type State } from './stage'

export const help: readonly State[] = [
  {
    name: 'keyboard-help',
    caption: 'Every key, from anywhere.',
    async reach({ page }) {
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
    leave: closeOpen,
  },
]

/** The last ones: nothing goes on from here. */
export const broken: readonly State[] = [
  {
    name: 'start-failed',
    caption: 'The app couldn’t start, with the ways out.',
    async reach({ page, folder }) {
      const { text: message, because } = say('files.denied', { path: folder.at('data/library.json') })
      const error = { code: 'unreadable', message, because }
      await page.route('**/api/app.info', (route) => route.fulfill({ json: { ok: false, error } }))
      await page.reload()
      await page.getByRole('alert').first().waitFor()
    },
    async leave({ page }) {
      await page.unrouteAll()
      await page.reload()
      await page.locator('main h1').first().waitFor()
    },
  },
  {
    name: 'connection-lost',
    caption: 'The program behind the page was ended: the page waits for it.',
    // The browser notes every try to reach it.
    complains: /WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource/,
    gone: true,
    async reach({ page, app }) {
      app.server.kill('SIGINT')
      await once(app.server, 'exit')
      await page.getByText(/The connection to Pixelloom is lost/).waitFor()
    },
  },
]

import { closeOpen, computed, type State } from './stage'

const sections = [
  ['appearance', 'Appearance', 'Language and theme.'],
  ['processor', 'Processor', 'What computes here, and how fast.'],
  ['saving', 'Saving', 'How results are saved.'],
  ['training', 'Training', 'What a training keeps.'],
  ['notices', 'Notices', 'When to be told.'],
  ['data', 'Data folder', 'Where everything lies, and how much it is.'],
  ['keyboard', 'Keyboard', 'Every key.'],
  ['privacy', 'Privacy', 'Nothing is sent anywhere.'],
  ['report', 'Report a problem', 'Before a report is prepared.'],
  ['about', 'About', 'Version, licences, and a way back to the beginning.'],
] as const

/** What a section has to look up before all of it is there. */
const settled: Readonly<Record<string, RegExp>> = {
  processor: / a step$/,
  data: /^In all /,
}

export const settings: readonly State[] = [
  ...sections.map(([id, label, caption]): State => ({
    name: `settings-${id}`,
    caption,
    async reach(stage) {
      const { page } = stage
      await stage.open('settings')
      await page.getByRole('navigation').getByRole('button', { name: label, exact: true }).click()
      await page.getByRole('heading', { name: label, exact: true, level: 1 }).waitFor()
      const wait = settled[id]
      if (wait) await page.getByText(wait).first().waitFor(computed)
    },
  })),
  {
    name: 'settings-licences',
    caption: 'The work of others, with its licences.',
    async reach({ page, button }) {
      await button('Show the licences').click()
      await page.getByRole('dialog').getByRole('searchbox').waitFor()
    },
    leave: closeOpen,
  },
  {
    name: 'settings-report-prepared',
    caption: 'All that is in a report, before it is saved.',
    async reach({ page, button }) {
      await page.getByRole('navigation').getByRole('button', { name: 'Report a problem' }).click()
      await button('Prepare a report').click()
      await page.getByRole('textbox').waitFor(computed)
    },
  },
]

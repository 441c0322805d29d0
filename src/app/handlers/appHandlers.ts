import { availableParallelism } from 'node:os'
import type { RuntimeReport } from '../../shared/runtimes'
import type { BrowserCard } from '../app'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface AppFacts {
  readonly version: string
  readonly shell: Shell
  readonly dataFolder: string
  readonly reportRuntimes: () => Promise<RuntimeReport[]>
  readonly browserCard?: BrowserCard
  readonly takeOpened?: () => string[]
}

export function createAppHandlers(facts: AppFacts): HandlersOf<'app'> {
  const { version, shell, dataFolder, reportRuntimes, browserCard, takeOpened } = facts
  let measured: Promise<RuntimeReport[]> | undefined

  return {
    'app.info': () => ({
      version,
      shell: shell.kind,
      platform: process.platform,
      dataFolder,
      cores: availableParallelism(),
    }),

    // Measured once unless asked again: the machine hardly changes while the app runs, and it takes a second.
    'app.runtimes': async ({ again }) => {
      if (again) measured = undefined
      measured ??= reportRuntimes().catch((error: unknown) => {
        measured = undefined
        throw error
      })
      return { runtimes: await measured }
    },

    'app.pageCard': async () => (browserCard?.isOffered() ? { report: await browserCard.report() } : {}),

    'app.takeOpened': () => ({ paths: takeOpened?.() ?? [] }),
  }
}

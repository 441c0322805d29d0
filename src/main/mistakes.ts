import { app } from 'electron'

/** Writes down what nobody expected: a mistake that ends this process, and a page or a process that is gone. */
export function logMistakes(log: (message: string) => void): void {
  // Only watched: what becomes of the process stays Electron's to decide.
  process.on('uncaughtExceptionMonitor', (error) => log(error.stack ?? String(error)))
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    log(`The page's process is gone: ${reason} (${exitCode}).`)
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`A process is gone (${type}): ${reason} (${exitCode}).`)
  })
}

import { writeSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node'

const STDOUT = 1

/**
 * Closes a run with what was skipped and why, and, as the very last line, the counts that a machine
 * reads: `N passed, N failed, N skipped`.
 */
export default class SummaryReporter implements Reporter {
  private watching = false

  onInit(vitest: Vitest): void {
    this.watching = vitest.config.watch
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const text = summary(modules, unhandledErrors.length)
    // At the exit, so that nothing that closes down late prints below it.
    if (this.watching) process.stdout.write(text)
    else process.once('exit', () => writeSync(STDOUT, text))
  }
}

/** The text that closes a run over these modules. */
export function summary(modules: readonly TestModule[], unhandledErrors: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const skipped = tests.filter((test) => test.result().state === 'skipped')
  const failedTests = tests.filter((test) => test.result().state === 'failed').length
  // A file that doesn't load, or a hook that throws, fails without a test of its own that does.
  const failedAround = modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .filter((entity: TestModule | TestSuite) => entity.errors().length > 0).length
  const failed = failedTests + failedAround + unhandledErrors
  const passed = tests.filter((test) => test.result().state === 'passed').length
  return [
    '',
    ...(skipped.length > 0 ? ['Skipped:', ...skipped.map(describeSkipped), ''] : []),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
    '',
  ].join('\n')
}

function describeSkipped(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' && result.note ? ` (skipped: ${result.note})` : ''
  return `  ${test.module.relativeModuleId} > ${test.fullName}${note}`
}

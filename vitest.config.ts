import { cpus } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { configDefaults, defineConfig } from 'vitest/config'

const TWO_MINUTES = 120_000

// Suites that take minutes are named `*.long.test.ts` and run under `npm run test:long` only.
const left = process.env['PIXELLOOM_LONG'] === '1' ? [] : ['**/*.long.test.ts']

// One file at a time on a small machine: training uses every core it finds.
const workers = Math.max(1, Math.floor(cpus().length / 2))

const shared = {
  exclude: [...configDefaults.exclude, 'out/**', 'dist/**', ...left],
  // Machines differ in speed by far more than any of these tests may tell.
  testTimeout: TWO_MINUTES,
  hookTimeout: TWO_MINUTES,
  // What is waited for comes when it comes; vitest's own second is too short for a busy machine.
  expect: { poll: { timeout: TWO_MINUTES / 2 } },
}

export default defineConfig({
  test: {
    maxWorkers: workers,
    reporters: ['default', './test/support/summaryReporter.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...shared.exclude, 'src/renderer/**'],
        },
      },
      {
        plugins: [vue()],
        test: {
          ...shared,
          name: 'renderer',
          environment: 'happy-dom',
          // Left empty otherwise; tests of the tokens read them.
          css: { include: [/\.css\?raw/] },
          include: ['src/renderer/**/*.test.ts'],
        },
      },
    ],
  },
})

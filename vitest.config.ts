import { cpus } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { configDefaults, defineConfig } from 'vitest/config'

const TWO_MINUTES = 120_000

// Suites that take minutes are named `*.long.test.ts` and run under `npm run test:long` only.
const left = process.env['PIXELLOOM_LONG'] === '1' ? [] : ['**/*.long.test.ts']

const cores = Math.max(1, cpus().length)

/** Of what computes on one thread, or mostly waits, as many files at a time as there are cores … */
const side = { maxWorkers: cores, sequence: { groupOrder: 0 } }
/** … and then, on a small machine, one at a time: training uses every core it finds, and a browser some. */
const whole = { maxWorkers: Math.max(1, Math.floor(cores / 2)), sequence: { groupOrder: 1 } }

/** Suites beside which others may run: all but those of engines, of browsers, and of what imitates a graphics card. */
const beside =
  'test/{app,cli,codec,data,inference,jobs,kernels,resources,scripts,verify}/**/!(webgpu|tensorflow|doctorTensorflow)*.test.ts'

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
    reporters: ['default', './test/support/summaryReporter.ts'],
    projects: [
      {
        test: {
          ...shared,
          ...whole,
          name: 'whole',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...shared.exclude, beside],
        },
      },
      {
        test: {
          ...shared,
          ...side,
          name: 'units',
          environment: 'node',
          include: ['src/**/*.test.ts', beside],
          exclude: [...shared.exclude, 'src/renderer/**'],
        },
      },
      {
        plugins: [vue()],
        test: {
          ...shared,
          ...side,
          name: 'renderer',
          // Each file cleans up what it changes: to load Vue and all components anew for each took two thirds of the time.
          isolate: false,
          environment: 'happy-dom',
          // Left empty otherwise; tests of the tokens read them.
          css: { include: [/\.css\?raw/] },
          include: ['src/renderer/**/*.test.ts'],
        },
      },
    ],
  },
})

import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const from = (...parts: string[]): string => resolve(import.meta.dirname, ...parts)

// Four Node entries share one output folder, so that the window's shell, the engine process and the
// terminal all find each other as siblings, packaged or not.
export default defineConfig({
  main: {
    build: {
      // Its native library lies beside its own files.
      externalizeDeps: { include: ['webgpu'] },
      rollupOptions: {
        input: {
          index: from('src/main/index.ts'),
          engine: from('src/engine/hosts/node/process.ts'),
          cli: from('src/cli/index.ts'),
          pictures: from('src/app/images/pictureThread.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      // In its sandbox it can require nothing but Electron, so everything else is bundled.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: from('src/preload/index.ts'), card: from('src/preload/card.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    build: {
      minify: true,
      // The first that know light-dark(): for older ones it would be resolved once for the whole page.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      rollupOptions: {
        input: {
          index: from('src/renderer/index.html'),
          // The hidden window's, which lends its graphics card to engines.
          card: from('src/renderer/card/index.html'),
        },
      },
    },
    plugins: [vue()],
  },
})

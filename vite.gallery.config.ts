import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const from = (...parts: string[]): string => resolve(import.meta.dirname, ...parts)

/** The gallery of the window's parts: a page for whoever works on them, which no build of the app includes. */
export default defineConfig({
  root: from('src/renderer/gallery'),
  cacheDir: from('.cache/vite-gallery'),
  plugins: [vue()],
  // As in electron.vite.config.ts: light-dark() as it is written.
  build: {
    outDir: from('.cache/gallery'),
    emptyOutDir: true,
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
})

import type { BrowserWindow, Rectangle } from 'electron'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})

const stateSchema = z.object({ bounds: rectangleSchema, maximized: z.boolean() })

/** Where the window was when it was last closed. */
export type WindowState = z.infer<typeof stateSchema>

/** How much of a window's title bar must be on a display for a person to get hold of it. */
const grip = { width: 160, height: 40 }

/** As it was left, where that is still on a display (one may have been unplugged); else undefined. */
export function recallWindow(file: string, displays: readonly Rectangle[]): WindowState | undefined {
  const state = read(file)
  if (!state) return undefined
  const { x, y, width } = state.bounds
  const within = displays.some((area) => {
    const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
    return across >= grip.width && y >= area.y && y + grip.height <= area.y + area.height
  })
  return within ? state : undefined
}

function read(file: string): WindowState | undefined {
  try {
    const state = stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return state.success ? state.data : undefined
  } catch {
    // Never closed before, or not whole: the window opens as for the first time.
    return undefined
  }
}

/** Keeps where the window is when it closes. Before it was maximised counts as its place. */
export function rememberWindow(
  window: Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized'>,
  file: string,
  log: (message: string) => void,
): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.tmp`, JSON.stringify(state))
      renameSync(`${file}.tmp`, file)
    } catch (error) {
      log(`The window's place could not be kept: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
}

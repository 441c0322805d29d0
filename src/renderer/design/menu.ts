import type { IconName } from './icons'

/** What a menu offers; a bar between groups is written 'separator'. */
export interface MenuAction {
  readonly label: string
  readonly icon?: IconName
  readonly keys?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}

export type MenuItem = MenuAction | 'separator'

import type { Messages } from '../messages'

export const canvas: Messages['canvas'] = {}

import type { Messages } from '../messages'

export const train: Messages['train'] = {}

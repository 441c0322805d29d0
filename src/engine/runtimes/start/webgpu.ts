import type { Start } from './start'

/** Any graphics card, through WebGPU. */
export const startWebgpu: Start = () => Promise.resolve({ reason: 'WebGPU is not in this version' })

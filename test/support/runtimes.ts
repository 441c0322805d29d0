import { optional } from './optional'

/** `native`, where kernels could be compiled; their own suites say where they could not. */
export const native: readonly 'native'[] = optional.kernels.available ? ['native'] : []

/*
 * What a caller of these kernels relies on: the meaning of programs (program.h) and the way to call them. Counted up
 * when either changes, so that a library of another time is not used by mistake.
 */
#ifndef PIXELLOOM_ABI_H
#define PIXELLOOM_ABI_H

#define PIXELLOOM_ABI_VERSION 5

#endif

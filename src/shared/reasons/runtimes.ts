import type { Area } from './sentence'

const installAgain = 'Run `pixelloom runtimes install tensorflow` again'

/**
 * Why a runtime doesn't run here: clauses without their full stop, which terminals put into sentences of their own; and
 * why one that runs was not measured.
 */
export const runtimes = {
  noKernels: ['note', 'there are no native kernels for this machine ({machine})'],
  kernelsFail: ['note', "the native kernels don't load ({system})"],
  kernelsOfAnother: ['note', 'the native kernels are of another version of Pixelloom'],
  noInstructions: ['note', 'this processor has no {instructions}'],
  noWasmKernels: ['note', 'there are no WebAssembly kernels'],
  wasmKernelsNewer: ['note', 'the WebAssembly kernels need a newer engine'],
  wasmKernelsFail: ['note', "the WebAssembly kernels don't start ({system})"],
  noWasm: ['note', "TensorFlow.js' WebAssembly doesn't start"],
  noJavaScript: ['note', "TensorFlow.js' plain JavaScript doesn't start"],
  noTensorflow: ['note', 'TensorFlow is not installed. Run `pixelloom runtimes install tensorflow`'],
  tensorflowElsewhere: ['note', `TensorFlow was installed for {machine}. ${installAgain}`],
  tensorflowGone: [
    'note',
    `TensorFlow's library {library} is no longer where it was installed from. ${installAgain}`,
  ],
  tensorflowReplaced: [
    'note',
    `TensorFlow was replaced by another version after it was installed here. ${installAgain}`,
  ],
  tensorflowNewer: ['note', 'TensorFlow needs {library}, which this system is too old for'],
  tensorflowFails: ['note', `TensorFlow doesn't load ({system}). ${installAgain}`],
  tensorflowSilent: ['note', "TensorFlow's library doesn't start. `pixelloom doctor` may say more"],
  noCard: ['note', 'WebGPU finds no graphics card with a driver for Vulkan, Metal or Direct3D 12'],
  noLoader: [
    'note',
    "Vulkan's loader is missing. Install the package libvulkan1 (Debian, Ubuntu) or vulkan-loader (Fedora, Arch)",
  ],
  noDriver: ['note', "no graphics card has a driver for Vulkan here. Install the card's driver"],
  noDawn: ['note', 'the package webgpu is not installed, or has nothing for {machine}'],
  dawnFails: ['note', "WebGPU doesn't start: {system}"],
  noWindow: ['note', 'no window lends this process its graphics card'],
  windowFails: ['note', "the window for the graphics card can't be opened ({system})"],
  imitation: ['note', 'It computes on the processor what is made for a card.'],
  noAnswer: ['note', 'It gave no answer within {seconds:number} seconds.'],
  ended: ['note', 'Its process ended unexpectedly when it was tried ({how}).'],
  notUnderstood: ['note', 'It answered what the app does not understand.'],
} as const satisfies Area

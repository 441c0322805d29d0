import type { Area } from './sentence'

const noCompiler = "TensorFlow's addon needs a C++ compiler, and there is none."
const full = 'There is no space left to install TensorFlow.'

/** Getting TensorFlow, and letting it go. */
export const tensorflow = {
  noNpm: [
    'unsupported',
    "npm is not here, and TensorFlow's bindings come by it. Install Node.js, which brings npm.",
  ],
  notPublished: [
    'file-damaged',
    "What npm sent as {name} {version} is not what its makers published. Check npm's registry and try again.",
  ],
  noTar: ['unsupported', 'There is no `tar` here to unpack packages. Install it.'],
  noTarForArchive: ['unsupported', 'There is no `tar` here to unpack the archive. Install it.'],
  windows: [
    'unsupported',
    "TensorFlow's addon can't be built on Windows yet. Compute with --runtime native there.",
  ],
  noHeaders: [
    'unsupported',
    'This TensorFlow has no headers for C in {path}. Install a version from 2.10 on.',
  ],
  noLibrary: ['unsupported', 'There is no library of TensorFlow in {path}.'],
  noCompiler: ['unsupported', `${noCompiler} Install one (Debian: apt install g++).`],
  noCompilerOnMac: ['unsupported', `${noCompiler} Run xcode-select --install.`],
  noArchive: [
    'unsupported',
    'There is no archive of TensorFlow for {platform} {arch}. Take it from a Python: --from python.',
  ],
  answers: [
    'not-found',
    '{url} answers {status:number}. Take TensorFlow from a Python instead: --from python.',
  ],
  unreachable: [
    'not-found',
    "TensorFlow can't be fetched from {host}: the network or that host can't be reached. Check the connection, or take it from a Python: --from python.",
  ],
  network: [
    'not-found',
    "There is no way to {what}: the network can't be reached. Check the connection and try again.",
  ],
  failed: ['unsupported', 'It failed to {what}: {detail}.'],
  full: ['disk', `${full} Free some and try again.`],
  fullBy: [
    'disk',
    `${full} It takes {needed:megabytes} while it is installed, and {free:megabytes} are free. Free some and try again.`,
  ],
  noPip: [
    'unsupported',
    '{path} has neither TensorFlow nor pip to fetch it. Install pip (Debian: apt install python3-pip), or name another Python with --python.',
  ],
  oldPython: ['unsupported', "{path} doesn't run as Python 3.8 or newer would."],
  noPythonAt: ['not-found', 'There is no Python at {path}. Check the path.'],
  noPython: ['not-found', 'There is no Python here. Install Python 3, or name one with --python.'],
  already: ['unsupported', 'TensorFlow is being installed already.'],
  notInstalled: ['not-found', 'TensorFlow is not installed, so nothing was removed.'],
  deleted: ['not-found', 'This TensorFlow is deleted for good by now. Install it again.'],
  replaced: ['unsupported', 'TensorFlow was installed again meanwhile.'],
  noStep: ['runtime-unavailable', 'TensorFlow was built, but trains no step: {why:told}'],
  noStepSaying: [
    'runtime-unavailable',
    'TensorFlow was built, but trains no step: {why:told} It says: {detail}.',
  ],
} as const satisfies Area

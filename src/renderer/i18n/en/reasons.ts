import { type Area, reasons as declared, type Reasons, withoutKinds } from '../../../shared/reasons'

type Texts = { readonly [Area in keyof Reasons]: { readonly [Name in keyof Reasons[Area]]: string } }

/** Of what the terminal says with options, or with details of a file's inside: what a window says instead. */
const own = {
  images: {
    tooMany: 'Only the first {count} images are added at once.',
  },
  data: {
    oneUnusable: 'There is no usable image in {path}. One file was left out: {why}',
    noneUsable: 'There is no usable image in {path}. {count} files were left out; the first: {why}',
    vanished: '{path} can’t be read any more. {why} Put it back, or start again without it.',
    memory:
      '{count} images need {needed} of memory, more than there is. Use fewer of them, or a smaller size.',
    crop: 'Images of {width} x {height} pixels can’t be cut by {crop}. Choose a smaller crop.',
    one: 'There is only one image, and at least two are needed: one to learn from and one to hold out. Add images, or hold out none.',
    gzip: '{path} is a damaged gzip file. Get a whole copy of it.',
  },
  models: {
    noWeights: 'The model “{path}” has no {file}. Get another copy of it.',
    checksum:
      'The model “{file}” is damaged: its weights don’t match the checksum in {document}. Get another copy of it.',
    weights:
      'The model “{path}” is damaged: its contents don’t match their checksum. Get another copy of it.',
    header: 'The model “{path}” is damaged. Get another copy of it.',
    document: 'The model “{path}” is damaged. Get another copy of it.',
    state: 'A checkpoint of the model “{path}” is damaged.',
    noVersion: 'The model “{path}” has no known version.',
    newer:
      'The model “{path}” was written by a newer Pixelloom (version {version} of the file, this one knows {known}). Update Pixelloom.',
    newerWeights:
      'The model “{path}” was written by a newer Pixelloom (version {version} of the file). Update Pixelloom.',
    newerState: 'The model “{path}” was written by a newer Pixelloom. Update this one.',
    otherWeights: 'The model’s weights “{name}” don’t fit it. Copy the model folder again, or train it anew.',
    archive: '{path} is no whole model. Get another copy of it.',
    noConditioner: 'This model has no conditioning network. Choose another way to complete.',
    scales:
      'The small image doesn’t fit: its side has to be that of the whole divided by 2, 4, 8 and so on, its channels and levels the same.',
  },
  training: {
    exists: 'There is a model “{path}” already. Choose another name.',
    endless: 'A learning rate that falls needs to know the end. Set a number of steps or of minutes.',
    conditionerAlone: 'A conditioning network is trained beside a model. Choose one.',
    noCheckpoint: '{path} has no checkpoint to go on from. Train a new model that starts from it.',
    notOurs: 'The checkpoint at step {step} of {path} is not one of training. Train a new model.',
    channels: 'The images have {channels} channel(s), the model {asked}. Choose {channels}.',
    scalesWithoutLayers: 'A model that draws a small image first needs at least one block.',
    levels:
      'The data holds the value {largest}, and {levels} levels go from 0 to {last}. Choose {needed} levels or more.',
  },
  jobs: {
    notUnderstood: 'Something unexpected came back from the work. What was saved before is kept.',
    notBegun: 'This job has not begun yet.',
    over: 'This job is over: it can be neither paused nor gone on with.',
    refusedUnsaid: 'This variant can’t be used: the library did not take it.',
  },
  app: {
    value: '“{parameter}” can’t be used like this. Check what was entered.',
    tooSmall: '“{parameter}” must be at least {least}.',
    tooLarge: '“{parameter}” must be at most {most}.',
    noRuntime: 'Nothing computes on this machine. Save a problem report.',
    runtime: '{name} doesn’t run on this computer. Choose another way to compute in the settings.',
    cardLost:
      'The graphics card was lost while it computed ({detail}). Start again, or choose another way to compute in the settings.',
  },
  runtimes: {
    noKernels: 'There is no compiled code for this kind of computer ({machine}).',
    kernelsFail: 'The compiled code doesn’t load ({system}).',
    kernelsOfAnother: 'The compiled code is of another version of Pixelloom. Install Pixelloom again.',
    noInstructions: 'This processor has no {instructions}.',
    noWasmKernels: 'Its code is not there. Install Pixelloom again.',
    wasmKernelsNewer: 'It needs a newer engine for WebAssembly.',
    wasmKernelsFail: 'It doesn’t start ({system}).',
    noWasm: 'TensorFlow.js’ WebAssembly, which it needs, doesn’t start.',
    noJavaScript: 'TensorFlow.js’ plain JavaScript doesn’t start.',
    noTensorflow: 'It is not installed yet.',
    tensorflowElsewhere: 'It was installed for {machine}. Install it again.',
    tensorflowGone: 'Its library {library} is no longer where it was installed from. Install it again.',
    tensorflowReplaced:
      'TensorFlow was replaced by another version after it was installed here. Install it again.',
    tensorflowNewer: 'It needs {library}, which this system is too old for.',
    tensorflowFails: 'It doesn’t load ({system}). Install it again.',
    tensorflowSilent: 'Its library doesn’t start.',
    noCard: 'There is no graphics card with a driver for Vulkan, Metal or Direct3D 12.',
    noLoader:
      'Vulkan’s loader is missing. Install the package libvulkan1 (Debian, Ubuntu) or vulkan-loader (Fedora, Arch).',
    noDriver: 'No graphics card has a driver for Vulkan here. Install the card’s driver.',
    noDawn: 'The package webgpu is not installed, or has nothing for {machine}.',
    dawnFails: 'WebGPU doesn’t start: {system}.',
    noWindow: 'No window lends its graphics card.',
    windowFails: 'The window for the graphics card can’t be opened ({system}).',
  },
  tensorflow: {
    windows: 'TensorFlow’s addon can’t be built on Windows yet.',
    noArchive: 'There is no archive of TensorFlow for {platform} {arch}. Take it from a Python.',
    answers: '{url} answers {status}. Take TensorFlow from a Python instead.',
    unreachable:
      'TensorFlow can’t be fetched from {host}: the network or that host can’t be reached. Check the connection, or take it from a Python.',
    network: 'The network can’t be reached. Check the connection and try again.',
    failed: 'The installation failed: {detail}.',
    noPip: '{path} has neither TensorFlow nor pip to fetch it. Install pip.',
    noPython: 'There is no Python here. Install Python 3.',
  },
} satisfies { readonly [Area in keyof Texts]?: Partial<Texts[Area]> }

const texts = Object.entries<Area>(declared).map(([area, sentences]) => {
  const said = Object.entries(sentences).map(([name, [, english]]): [string, string] => [
    name,
    withoutKinds(english),
  ])
  const others: Readonly<Record<string, string>> =
    (own as Partial<Record<string, Record<string, string>>>)[area] ?? {}
  return [area, { ...Object.fromEntries(said), ...others }]
})

/** Why something can't be, is left out or came to nothing: the sentences that src/shared/reasons declares. */
export const reasons = Object.fromEntries(texts) as Texts

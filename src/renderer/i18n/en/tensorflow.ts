/** TensorFlow, which is installed on request. */
export const tensorflow = {
  title: 'TensorFlow',
  hint: 'Computes on an NVIDIA card. It is fetched with the Python of this computer and built for it: that takes a C++ compiler, npm and a few minutes.',
  install: 'Install TensorFlow',
  version: 'TensorFlow {version} is installed',
  size: 'Takes {size} in the data folder.',
  stages: {
    library: 'Fetching TensorFlow …',
    bindings: 'Fetching its bindings …',
    compiling: 'Compiling …',
    verifying: 'Training a step to try it …',
  },
  fetched: 'Fetching TensorFlow: {done}',
  fetchedOf: 'Fetching TensorFlow: {done} of {total}',
  installed: 'TensorFlow {version} is installed and has trained a step.',
  remove: 'Remove',
  removed: 'TensorFlow was removed.',
  restored: 'TensorFlow is back.',
}

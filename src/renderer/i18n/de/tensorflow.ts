import type { Messages } from '../messages'

export const tensorflow: Messages['tensorflow'] = {
  title: 'TensorFlow',
  hint: 'Rechnet auf einer NVIDIA-Karte. Es wird mit dem Python dieses Rechners geholt und für ihn gebaut: Das braucht einen C++-Compiler, npm und ein paar Minuten.',
  install: 'TensorFlow installieren',
  version: 'TensorFlow {version} ist installiert',
  size: 'Belegt {size} im Datenordner.',
  stages: {
    library: 'TensorFlow wird geholt …',
    bindings: 'Die Anbindung wird geholt …',
    compiling: 'Wird kompiliert …',
    verifying: 'Zur Probe wird ein Schritt trainiert …',
  },
  fetched: 'TensorFlow wird geholt: {done}',
  fetchedOf: 'TensorFlow wird geholt: {done} von {total}',
  installed: 'TensorFlow {version} ist installiert und hat einen Schritt trainiert.',
  remove: 'Entfernen',
  removed: 'TensorFlow wurde entfernt.',
  restored: 'TensorFlow ist wieder da.',
}

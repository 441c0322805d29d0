import type { Messages } from '../messages'

export const tensorflow: Messages['tensorflow'] = {
  title: 'TensorFlow',
  hint: 'Calcule sur une carte NVIDIA. Il est obtenu avec le Python de cet ordinateur et compilé pour lui : il faut un compilateur C++, npm et quelques minutes.',
  install: 'Installer TensorFlow',
  version: 'TensorFlow {version} est installé',
  size: 'Occupe {size} dans le dossier de données.',
  stages: {
    library: 'Téléchargement de TensorFlow…',
    bindings: 'Téléchargement des liaisons…',
    compiling: 'Compilation…',
    verifying: 'Une étape d’entraînement pour essayer…',
  },
  fetched: 'Téléchargement de TensorFlow : {done}',
  fetchedOf: 'Téléchargement de TensorFlow : {done} sur {total}',
  installed: 'TensorFlow {version} est installé et a entraîné une étape.',
  remove: 'Retirer',
  removed: 'TensorFlow a été retiré.',
  restored: 'TensorFlow est de retour.',
}

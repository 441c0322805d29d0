import type { Messages } from '../messages'

const formats = 'Prenez un fichier PNG, JPEG, WebP, GIF, AVIF, HEIC ou TIFF.'
const known =
  'Il faut un dossier d’images, une image, un fichier IDX de MNIST, des fichiers CIFAR-10 (.bin) ou un fichier .npy.'
const announced = '{path} fait {size} octets, mais son en-tête annonce'
const copyAgain = 'Copiez de nouveau le dossier du modèle, ou entraînez-le de nouveau.'
const another = 'Procurez-vous une autre copie.'
const whole = 'Procurez-vous une copie complète.'
const older = 'Reprenez à un point de reprise plus ancien, ou recommencez l’entraînement.'
const stopped = 'Le processus de calcul s’est arrêté de façon inattendue ({how}).'
const memory = 'Si cela se reproduit, fermez d’autres programmes pour libérer de la mémoire.'

export const reasons: Messages['reasons'] = {
  files: {
    missing: 'Il n’y a rien à {path}. Vérifiez le chemin.',
    denied: '{path} ne peut pas être lu : accès refusé. Donnez-vous le droit de le lire.',
    linkLoop: '{path} est un lien qui revient sur lui-même. Supprimez-le ou corrigez-le.',
    isFolder: '{path} est un dossier, là où un fichier est attendu.',
    isDevice: '{path} n’est pas un fichier, mais un tube, un socket ou un périphérique.',
    tooManyOpen: '{path} ne peut pas être lu : trop de fichiers sont ouverts. Fermez quelques programmes.',
    unreadable: '{path} ne peut pas être lu ({system}). Vérifiez le disque où il se trouve.',
    full: 'Il n’y a plus de place pour écrire {path}. Libérez-en, ou choisissez un autre disque.',
    readOnly: '{path} est sur un disque en lecture seule. Choisissez un autre dossier.',
    writeDenied: '{path} ne peut pas être écrit : accès refusé. Choisissez un dossier à vous.',
    noParent: '{path} ne peut pas être écrit : son dossier n’existe pas. Créez d’abord le dossier.',
    inTheWay: '{path} ne peut pas être écrit : autre chose est à sa place. Choisissez un autre nom.',
    unwritable: '{path} ne peut pas être écrit ({system}). Vérifiez le disque où il se trouve.',
    notWhole: '« {typed} » n’est pas un chemin complet : commencez par la racine ou par ~.',
    folderSeen: '{path} mène à un dossier déjà lu',
    namedDevice: '{path} n’est pas un fichier, mais un tube, un socket ou un périphérique',
    deadLink: '{path} est un lien vers quelque chose qui n’existe pas',
    namedFolder: '{path} est un dossier, bien que son nom soit celui d’une image',
  },
  images: {
    empty: `{path} est vide. ${formats}`,
    unknownKind: `{path} n’est pas une image d’un type connu. ${formats}`,
    damaged: `{path} est tronqué ou abîmé : il commence comme un fichier {format}, mais ne peut pas être décodé. ${whole}`,
    tooLarge:
      '{path} est trop grand : {width} x {height} font {has} mégapixels, et la limite est de {limit}. Réduisez-le d’abord.',
    notCompleted: '{path} n’a pas pu être complété : {why}',
    cannotDecode: '{path} n’a pas pu être décodé : {detail} Réessayez.',
    moved: '{name} a été déplacé ou supprimé : remettez-le en place ou ajoutez-le de nouveau.',
    gone: '{path} a été déplacé ou supprimé.',
    nowLink: '{path} est maintenant un lien vers un autre fichier : ajoutez celui-là.',
    notListed: 'Cette photo n’est plus dans la bibliothèque.',
    noFolder: 'Il n’y a pas de dossier {path}.',
    tooMany: 'Seules les {count} premières images sont ajoutées à la fois.',
  },
  masks: {
    emptyFile:
      'Il n’y a rien à remplir dans le masque. Peignez en blanc ce qui doit l’être, ou rendez-le transparent.',
    emptyPart: 'Il n’y a rien à remplir dans le masque. Choisissez une partie.',
    nothingTransparent:
      'Rien n’est transparent dans l’image. Effacez ce qui doit être rempli, ou choisissez-le par un masque.',
    notPainted: 'Rien n’est peint : peignez sur ce qui doit être rempli.',
    notPaintedYet: 'Rien n’est encore peint sur cette photo.',
    fromRow: 'Il ne reste rien à dessiner à partir de la ligne {row}. Commencez plus haut.',
    otherSize:
      'Le masque fait {width} x {height} pixels et l’image {imageWidth} x {imageHeight} pixels. Mettez le masque à la taille de l’image.',
    otherPhoto:
      'Le masque fait {width} x {height} pixels, la photo {imageWidth} x {imageHeight}. Repeignez-le.',
    torn: 'Le masque ne correspond pas à sa taille. Repeignez-le.',
    newer: 'Ce masque vient d’un Pixelloom plus récent. Mettez celui-ci à jour pour continuer avec lui.',
    missed:
      'Le cadre de {width} x {height} pixels en {x}, {y} ne contient pas le trou de {holeWidth} x {holeHeight} pixels en {holeX}, {holeY}. Placez-le sur le trou, ou agrandissez-le.',
    missedAll:
      'Le cadre de {width} x {height} pixels en {x}, {y} ne contient aucun trou. Placez-le sur le trou, ou agrandissez-le.',
    unlike:
      'L’image à imiter fait {width} x {height} pixels, {channels} canaux et {bits} bits, la photo {photoWidth} x {photoHeight} pixels, {photoChannels} canaux et {photoBits} bits. Choisissez une complétion de cette photo.',
    likeOther: 'Cette variante est celle d’une autre photo : choisissez-en une de la photo à compléter.',
  },
  data: {
    missing: 'Il n’y a rien à {path}. Vérifiez le chemin des données.',
    noImages:
      'Il n’y a aucune image utilisable dans {path}. Choisissez un dossier avec des fichiers PNG, JPEG, WebP, GIF, AVIF, HEIC ou TIFF.',
    noneUsable:
      'Il n’y a aucune image utilisable dans {path}. {count} fichiers ont été laissés de côté ; le premier : {why}',
    oneUnusable: 'Il n’y a aucune image utilisable dans {path}. Un fichier a été laissé de côté : {why}',
    emptyFile: '{path} ne contient aucune image. Choisissez un autre fichier.',
    nothing: 'Il n’y a pas d’images à apprendre. Ajoutez-en.',
    one: 'Il n’y a qu’une image, et il en faut au moins deux : une à apprendre et une à mettre de côté. Ajoutez des images, ou n’en mettez aucune de côté.',
    vanished: '{path} ne peut plus être lu. {why} Remettez-le en place, ou recommencez sans lui.',
    memory:
      '{count} images demandent {needed} de mémoire, plus qu’il n’y en a. Prenez-en moins, ou de plus petites.',
    otherChannels:
      'Dans {path}, le nombre de canaux par image est {channels}, et non {asked}. Un fichier .npy est utilisé tel quel.',
    crop: 'Des images de {width} x {height} pixels ne peuvent pas être rognées de {crop}. Rognez moins.',
    empty: `{path} est vide. ${known}`,
    unknownKind: `{path} n’est d’aucun type connu. ${known}`,
    labels: '{path} contient les étiquettes. Choisissez le fichier d’images, dont le nom contient « idx3 ».',
    idxMagic: '{path} a l’identifiant IDX {found} ; attendu : 0x00000803, des images d’octets non signés.',
    idxShort: '{path} fait {size} octets, moins que les {header} d’un en-tête IDX.',
    idxCut: `${announced} {count} images de {width} x {height}, {expected} octets. Il est tronqué. ${whole}`,
    idxLong: `${announced} {count} images de {width} x {height}, {expected} octets. Il est abîmé. ${another}`,
    gzip: `{path} est un fichier gzip abîmé. ${whole}`,
    gzipLong: '{path} se décompresse en plus que les {limit} octets annoncés par son en-tête.',
    npyCut: `${announced} [{shape}], {expected} octets. Il est tronqué : écrivez-le de nouveau.`,
    npyLong: `${announced} [{shape}], {expected} octets. Il est abîmé : écrivez-le de nouveau.`,
    npyHeaderCut: '{path} est tronqué : il s’arrête dans son en-tête.',
    npyVersion: '{path} est à la version {version} du format npy ; attendu : 1, 2 ou 3.',
    npyHeaderLong: '{path} annonce un en-tête de {size} octets. Il est abîmé : écrivez-le de nouveau.',
    npyHeader: '{path} a un en-tête abîmé. Écrivez-le de nouveau.',
    npyType: '{path} contient {type} ; attendu : uint8. Enregistrez-le avec .astype("uint8").',
    npyOrder:
      '{path} est en ordre Fortran ; attendu : l’ordre C. Enregistrez numpy.ascontiguousarray(images).',
    npyShape:
      '{path} contient un tableau [{shape}] ; attendu : [N, H, W, C] avec C égal à 1 ou 3, ou [N, H, W].',
    cifarLength: `{path} fait {size} octets ; les fichiers CIFAR-10 sont des enregistrements entiers de {record} octets. ${whole}`,
    cifarLabel:
      '{path} a l’étiquette {label} dans l’enregistrement {record} ; CIFAR-10 va de 0 à 9. Il est abîmé ou d’un autre type.',
  },
  models: {
    missing: '{path} n’existe pas. Vérifiez le chemin du modèle.',
    noFolder: '{path} n’est pas un dossier de modèle : {file} manque. Vérifiez le chemin du modèle.',
    noWeights: `Il manque {file} au modèle « {path} ». ${another}`,
    checksum: `Le modèle « {file} » est abîmé : il ne correspond pas à la somme de contrôle de {document}. ${another}`,
    weights: `Le modèle « {path} » est abîmé : son contenu ne correspond pas à sa somme de contrôle. ${another}`,
    header: `Le modèle « {path} » est abîmé. ${another}`,
    document: `Le modèle « {path} » est abîmé. ${another}`,
    state: 'Un point de reprise du modèle « {path} » est abîmé.',
    noVersion: 'Le modèle « {path} » n’a pas de version connue.',
    lacksWeights: `Il manque au modèle les poids « {name} ». ${copyAgain}`,
    otherWeights: `Les poids « {name} » ne vont pas avec le modèle. ${copyAgain}`,
    newer:
      'Le modèle « {path} » vient d’un Pixelloom plus récent (version {version} du fichier, celui-ci connaît {known}). Mettez Pixelloom à jour.',
    newerWeights:
      'Le modèle « {path} » vient d’un Pixelloom plus récent (version {version} du fichier). Mettez Pixelloom à jour.',
    newerState: 'Le modèle « {path} » vient d’un Pixelloom plus récent. Mettez celui-ci à jour.',
    newerArchive: '{path} vient d’un Pixelloom plus récent. Mettez celui-ci à jour pour l’ouvrir.',
    noArchive: `{path} n’est pas un modèle complet : ce n’est pas un fichier de modèle. ${another}`,
    cutArchive: `{path} n’est pas un modèle complet : il est coupé. ${another}`,
    archive: `{path} n’est pas un modèle complet. ${another}`,
    archiveLacks: `{path} n’est pas un modèle complet : {file} manque. ${another}`,
    archiveChanged: `{path} n’est pas un modèle complet : {file} a été modifié. ${another}`,
    archiveForeign: `{path} n’est pas un modèle complet : il contient « {file} », qui n’appartient à aucun modèle. ${another}`,
    otherArchive:
      '{path} est une archive d’un autre type : un modèle est un dossier, ou un fichier qui finit par .pixelloom.',
    exists: '{path} contient déjà un modèle. Choisissez un autre dossier.',
    unknown: 'Il n’y a pas de modèle « {id} ». Choisissez-en un dans la liste.',
    bundled: 'Ce modèle est venu avec Pixelloom et reste tel quel. Dupliquez-le pour le modifier.',
    nameTaken: 'Un modèle fourni porte ce nom : renommez le dossier.',
    inTraining: 'Ce modèle est en cours d’entraînement. Attendez la fin, ou arrêtez-le d’abord.',
    deleted: 'Ce modèle est désormais supprimé pour de bon.',
    noConditioner: 'Ce modèle n’a pas de réseau de conditionnement. Choisissez une autre façon de compléter.',
    noParticles:
      'Les particules ne peuvent pas compléter avec un modèle Multi-Scale. Choisissez une autre façon de compléter.',
    scalesAndConditioner:
      'Cette version ne connaît pas les modèles Multi-Scale avec réseau de conditionnement. Entraînez-en un à une seule échelle.',
    scales:
      'La petite image ne convient pas : son côté doit être celui de l’image entière divisé par 2, 4, 8, etc., avec les mêmes canaux et niveaux.',
  },
  training: {
    memory:
      'L’entraînement demande {needed} de mémoire, et {free} sont libres. Avec {batch} à la fois, cela tient.',
    memoryOfOne:
      'L’entraînement demande {needed} de mémoire, et {free} sont libres. Même une image à la fois est trop : prenez un modèle ou des images plus petits.',
    memoryReach:
      'L’entraînement demande {needed} de mémoire, et ce moteur ne va pas au-delà de {limit}. Avec {batch} à la fois, cela tient.',
    memoryReachOfOne:
      'L’entraînement demande {needed} de mémoire, et ce moteur ne va pas au-delà de {limit}. Même une image à la fois est trop : prenez un modèle ou des images plus petits.',
    stepMemory:
      'La mémoire n’a pas suffi pour une étape : il en faut {needed}, et {free} sont libres. Avec {batch} à la fois, cela peut tenir.',
    stepMemoryOfOne:
      'La mémoire n’a pas suffi pour une étape : il en faut {needed}, et {free} sont libres. C’était déjà une image à la fois : prenez un modèle ou des images plus petits.',
    stepRefused:
      'Le système a refusé la mémoire d’une étape, qui demande {needed}, bien que {free} soient libres en tout. Avec {batch} à la fois, cela peut tenir.',
    stepRefusedOfOne:
      'Le système a refusé la mémoire d’une étape, qui demande {needed}, bien que {free} soient libres en tout. C’était déjà une image à la fois : fermez d’autres programmes ou prenez un modèle plus petit.',
    killed:
      'Le système a mis fin à l’entraînement faute de mémoire : {free} étaient libres. Avec {batch} à la fois, cela peut tenir.',
    killedAtOne:
      'Le système a mis fin à l’entraînement faute de mémoire : {free} étaient libres. Fermez d’autres programmes, ou prenez un modèle plus petit.',
    noMemory:
      'Il faut {gigabytes} Go de mémoire, plus qu’il n’y en a ici. Prenez un lot ou un modèle plus petit.',
    disk: 'Il n’y a plus de place pour un point de reprise : il prend {needed}, et {free} sont libres là où se trouve {folder}. Libérez de la place, puis continuez.',
    lossNoNumber: 'La perte n’est plus un nombre. Entraînez avec un taux d’apprentissage inférieur à {rate}.',
    weightNoNumber:
      'Un poids n’est plus un nombre. Entraînez avec un taux d’apprentissage inférieur à {rate}.',
    validationNoNumber:
      'La perte des images mises de côté n’est plus un nombre. Entraînez avec un taux d’apprentissage plus petit.',
    risen:
      'La perte est montée de {best} nats par image, au mieux, à {now}, et ne redescend pas. Continuez du dernier point de reprise avec un taux plus petit, ou recommencez avec lui.',
    exists: 'Il y a déjà un modèle « {path} ». Choisissez un autre nom.',
    endless:
      'Un taux d’apprentissage qui baisse doit connaître la fin. Fixez un nombre d’étapes ou de minutes.',
    conditionerAlone: 'Un réseau de conditionnement s’entraîne à côté d’un modèle. Choisissez-en un.',
    fixed: '{name} ne peut pas changer quand on part des poids de {from} : laissez-le tel quel.',
    noCheckpoint: '{path} n’a pas de point de reprise. Entraînez un nouveau modèle à partir de celui-ci.',
    notOurs:
      'Le point de reprise à l’étape {step} de {path} n’est pas celui d’un entraînement. Entraînez un nouveau modèle.',
    checkpointGone: '{path} n’a plus de point de reprise à l’étape {step}. Choisissez-en un autre.',
    optimizer: `L’état « {name} » de l’optimiseur ne va pas avec les poids. ${older}`,
    notAdam: `L’état « {name} » de l’optimiseur n’est pas celui d’Adam. ${older}`,
    channels:
      'Le nombre de canaux des images est {channels}, celui du modèle {asked}. Choisissez {channels}.',
    scalesWithoutLayers: 'Un modèle qui dessine d’abord une petite image a besoin d’au moins un bloc.',
    levels:
      'Les données contiennent la valeur {largest}, et {levels} niveaux vont de 0 à {last}. Choisissez au moins {needed} niveaux.',
    bundled:
      '{name} ne peut pas être entraîné davantage : il est venu avec l’application. Entraînez-en un nouveau.',
    notResumable:
      '{name} ne peut pas être entraîné davantage : il n’a pas de point de reprise. Entraînez-en un nouveau.',
    already: 'Ce modèle est déjà en cours d’entraînement.',
    busy: 'Un entraînement est en cours. Mesurez quand il sera fini, pour que l’un ne ralentisse pas l’autre.',
  },
  jobs: {
    stopped: `${stopped} Relancez. ${memory}`,
    stoppedFolder: `${stopped} Relancez : il continue avec les images qui manquent. ${memory}`,
    stoppedTraining: `${stopped} L’entraînement peut continuer de son dernier point de reprise.`,
    stoppedEarly: `${stopped} Il n’y avait pas encore de point de reprise : relancez l’entraînement.`,
    notUnderstood: 'Le travail a renvoyé quelque chose d’inattendu. Ce qui était enregistré est conservé.',
    interrupted: 'L’application a été fermée avant la fin. Réessayez pour recommencer.',
    busy: 'Quelque chose est en cours. Mesurez quand ce sera fini, pour que l’un ne ralentisse pas l’autre.',
    gone: 'Cette tâche n’est plus dans la liste.',
    forgotten: 'Ce qui était demandé n’est plus conservé. Demandez-le de nouveau.',
    notOver: 'Cette tâche n’est pas finie : annulez-la d’abord.',
    noFiles: 'Cette tâche ne produit pas de fichiers.',
    notBegun: 'Cette tâche n’a pas encore commencé.',
    over: 'Cette tâche est finie : elle ne peut être ni mise en pause ni reprise.',
    notWaiting: 'Seule une tâche qui attend son tour peut être déplacée.',
    variantUnfinished: 'La variante {variant} de cette tâche n’est pas finie.',
    noneFinished: 'Aucune variante n’est encore finie.',
    noVariant: 'Cette variante n’est pas là.',
    lookAgain: 'Regardez l’image de nouveau.',
    refused: 'Cette variante ne peut pas être utilisée : {why}',
    refusedUnsaid: 'Cette variante ne peut pas être utilisée : la bibliothèque ne l’a pas prise.',
    resultDamaged:
      'Ce résultat ne peut pas être enregistré dans un autre format : son fichier est abîmé. Complétez de nouveau.',
    noFolder: '{path} n’est pas un dossier. Choisissez-en un pour les images.',
    taken:
      'Il y a déjà {name} dans ce dossier, dessiné avec d’autres réglages. Choisissez un autre dossier, ou d’autres noms.',
    nameWithoutNumber:
      'Le nom « {name} » a besoin de {number} ou de {index}, pour que chaque image ait le sien.',
    nameNotPlain: 'Le nom « {name} » n’est pas un simple nom de fichier.',
    nameEnding: 'Le nom « {name} » doit finir par {ending}.',
    namePlace: 'Le nom « {name} » contient {place} ; il y a {number}, {index} et {seed}.',
    isFile: '{path} est un fichier. Choisissez un dossier d’images.',
    amongImages:
      'Les complétions ne peuvent pas aller parmi les images de {path}. Choisissez un autre dossier pour elles, ou un dossier à l’intérieur.',
    nameTooLong: '{path} a un nom trop long pour ceux de ses complétions. Renommez-le.',
    inTheWay: '{path} ne peut pas être complété : {other} est à la place d’un fichier. Déplacez-le.',
    noMask: '{path} n’a pas de masque : aucun des masques ne porte son nom.',
  },
  app: {
    value: '« {parameter} » ne convient pas ainsi. Vérifiez ce qui a été saisi.',
    tooSmall: '« {parameter} » doit être au moins {least}.',
    tooLarge: '« {parameter} » doit être au plus {most}.',
    silent: 'Pixelloom ne répond pas. Vérifiez qu’il tourne encore dans son terminal, puis réessayez.',
    garbled: 'Pixelloom a répondu quelque chose d’illisible (statut {status}). Rechargez la page.',
    noRuntime: 'Rien ne calcule sur cette machine. Enregistrez un rapport de problème.',
    runtime:
      '{name} ne tourne pas sur cet ordinateur. Choisissez une autre façon de calculer dans les réglages.',
    cardLost:
      'La carte graphique a été perdue pendant le calcul ({detail}). Recommencez, ou choisissez une autre façon de calculer dans les réglages.',
    folderGiven:
      'Le dossier de données a été choisi au démarrage de Pixelloom : choisissez-en un autre avec --data-folder.',
    moveWhenIdle: 'Quelque chose est en cours. Déplacez le dossier de données quand ce sera fini.',
    clearWhenIdle: 'Quelque chose est en cours. Videz le cache quand ce sera fini.',
    moving: 'Le dossier de données est déjà en cours de copie.',
    itself:
      'C’est le dossier de données lui-même, ou un dossier à l’intérieur. Choisissez un dossier ailleurs.',
    taken:
      'Il y a déjà dedans un dossier nommé Pixelloom, et il n’est pas vide. Choisissez un autre dossier.',
    noRoom: 'La place manque : il faut {needed}, {free} sont libres. Choisissez un autre disque.',
    copyDiffers: 'La copie de {path} n’est pas ce qui a été écrit. Essayez un autre disque.',
    copyFailed: '{path} n’a pas pu être copié : {system}',
    moveGone: '{path} n’est plus là. Les données restent où elles étaient.',
  },
  runtimes: {
    noKernels: 'Il n’y a pas de code compilé pour ce type d’ordinateur ({machine}).',
    kernelsFail: 'Le code compilé ne se charge pas ({system}).',
    kernelsOfAnother: 'Le code compilé est celui d’une autre version de Pixelloom. Réinstallez Pixelloom.',
    noInstructions: 'Ce processeur n’a pas {instructions}.',
    noWasmKernels: 'Son code n’est pas là. Réinstallez Pixelloom.',
    wasmKernelsNewer: 'Il faut un moteur WebAssembly plus récent.',
    wasmKernelsFail: 'Il ne démarre pas ({system}).',
    noWasm: 'Le WebAssembly de TensorFlow.js, nécessaire ici, ne démarre pas.',
    noJavaScript: 'Le JavaScript simple de TensorFlow.js ne démarre pas.',
    noTensorflow: 'Il n’est pas encore installé.',
    tensorflowElsewhere: 'Il a été installé pour {machine}. Installez-le à nouveau.',
    tensorflowGone: 'Sa bibliothèque {library} n’est plus là d’où il a été installé. Installez-le à nouveau.',
    tensorflowReplaced:
      'TensorFlow a été remplacé par une autre version après son installation ici. Installez-le à nouveau.',
    tensorflowNewer: 'Il lui faut {library}, et ce système est trop ancien.',
    tensorflowFails: 'Il ne se charge pas ({system}). Installez-le à nouveau.',
    tensorflowSilent: 'Sa bibliothèque ne démarre pas.',
    noCard: 'Il n’y a pas de carte graphique avec un pilote pour Vulkan, Metal ou Direct3D 12.',
    noLoader:
      'Le chargeur de Vulkan manque. Installez le paquet libvulkan1 (Debian, Ubuntu) ou vulkan-loader (Fedora, Arch).',
    noDriver: 'Aucune carte graphique n’a de pilote Vulkan ici. Installez le pilote de la carte.',
    noDawn: 'Le paquet webgpu n’est pas installé, ou n’a rien pour {machine}.',
    dawnFails: 'WebGPU ne démarre pas : {system}.',
    noWindow: 'Aucune fenêtre ne prête sa carte graphique.',
    windowFails: 'La fenêtre pour la carte graphique ne s’ouvre pas ({system}).',
    imitation: 'Il calcule sur le processeur ce qui est fait pour une carte.',
    noAnswer: 'Pas de réponse en {seconds} secondes.',
    ended: 'Son processus s’est terminé de façon inattendue pendant l’essai ({how}).',
    notUnderstood: 'Sa réponse n’est pas comprise par l’application.',
  },
  tensorflow: {
    noNpm:
      'npm n’est pas là, et la liaison avec TensorFlow vient par lui. Installez Node.js, qui apporte npm.',
    notPublished:
      'Ce que npm a envoyé comme {name} {version} n’est pas ce qui a été publié. Vérifiez le dépôt de npm et réessayez.',
    noTar: 'Il manque `tar` pour décompresser les paquets. Installez-le.',
    noTarForArchive: 'Il manque `tar` pour décompresser l’archive. Installez-le.',
    windows: 'Le module de TensorFlow ne peut pas encore être compilé sous Windows.',
    noHeaders: 'Ce TensorFlow n’a pas d’en-têtes C dans {path}. Installez une version 2.10 ou plus récente.',
    noLibrary: 'Il n’y a pas de bibliothèque TensorFlow dans {path}.',
    noCompiler:
      'Le module de TensorFlow a besoin d’un compilateur C++, et il n’y en a pas. Installez-en un (Debian : apt install g++).',
    noCompilerOnMac:
      'Le module de TensorFlow a besoin d’un compilateur C++, et il n’y en a pas. Exécutez xcode-select --install.',
    noArchive: 'Il n’y a pas d’archive de TensorFlow pour {platform} {arch}. Prenez-le d’un Python.',
    answers: '{url} répond {status}. Prenez plutôt TensorFlow d’un Python.',
    unreachable:
      'TensorFlow ne peut pas être obtenu de {host} : le réseau ou cet hôte est injoignable. Vérifiez la connexion, ou prenez-le d’un Python.',
    network: 'Le réseau est injoignable. Vérifiez la connexion et réessayez.',
    failed: 'L’installation a échoué : {detail}.',
    full: 'Il n’y a plus de place pour installer TensorFlow. Libérez-en et réessayez.',
    fullBy:
      'Il n’y a plus de place pour installer TensorFlow : l’installation demande {needed}, et {free} sont libres. Libérez-en et réessayez.',
    noPip: '{path} n’a ni TensorFlow ni pip pour l’obtenir. Installez pip.',
    oldPython: '{path} ne se comporte pas comme Python 3.8 ou plus récent.',
    noPythonAt: 'Il n’y a pas de Python à {path}. Vérifiez le chemin.',
    noPython: 'Il n’y a pas de Python ici. Installez Python 3.',
    already: 'TensorFlow est déjà en cours d’installation.',
    notInstalled: 'TensorFlow n’est pas installé ; rien n’a été supprimé.',
    deleted: 'Ce TensorFlow est désormais supprimé pour de bon. Installez-le de nouveau.',
    replaced: 'TensorFlow a été réinstallé entre-temps.',
    noStep: 'TensorFlow a été compilé, mais n’entraîne aucune étape : {why}',
    noStepSaying: 'TensorFlow a été compilé, mais n’entraîne aucune étape : {why} Il dit : {detail}.',
  },
  notes: {
    about: '{path} : {what}',
    kept: '{kept} images sur {count} sont déjà là et sont gardées.',
    completed: '{done} images sur {count} sont complétées et gardées. Relancé, cela continue de là.',
    existed: '{existed} images sur {count} sont déjà complétées et le restent.',
    existedOtherwise:
      '{existed} images sur {count} sont déjà complétées et le restent. {others} d’entre elles ont été dessinées avec d’autres réglages (modèle, masque, graine…).',
    takes: 'À sa propre taille, dessiner prend environ {takes}.',
    takesLonger:
      'À sa propre taille, dessiner prend environ {takes}. Après {seconds}, le reste garde l’échelle du modèle.',
    over: 'Le temps est écoulé : {percent} % sont dessinés à la taille de la photo, le reste à l’échelle du modèle.',
    weights: '{weights} poids, {images} images.',
    memory: 'L’entraînement demande {needed} de mémoire, et {free} sont libres.',
    disk: 'Le disque est presque plein : {free} sont libres, et un point de reprise prend {needed}.',
    otherData:
      'Les données ont maintenant {count} images ; il y en avait {before} au début de cet entraînement.',
    cardBack:
      'La carte graphique a été perdue pendant le calcul, puis est revenue. Le travail reprend à sa dernière étape.',
    cardGone:
      'La carte graphique a été perdue pendant le calcul et ne revient pas. Le travail reprend à sa dernière étape, sur le processeur.',
    cardPageGone:
      'La page dont la carte graphique calculait est fermée. Le travail reprend à sa dernière étape, sur le processeur.',
    cardPageAway:
      'La carte graphique d’un navigateur est choisie, et aucune page qui la prête n’est ouverte : le choix est automatique.',
    notCached: 'Les images décodées ne peuvent pas être gardées et sont décodées en mémoire. {why}',
    decodedAgain: 'Le cache des images décodées était abîmé. Toutes les images sont décodées de nouveau.',
    someDecodedAgain:
      'Le cache des images décodées était abîmé. Les images concernées sont décodées de nouveau.',
    decodedAsNeeded:
      'Le cache des images décodées était abîmé. Les images concernées sont décodées au besoin.',
  },
}

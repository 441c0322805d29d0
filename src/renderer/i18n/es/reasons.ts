import type { Messages } from '../messages'

const formats = 'Usa un archivo PNG, JPEG, WebP, GIF, AVIF, HEIC o TIFF.'
const known =
  'Se espera una carpeta de imágenes, una imagen, un archivo IDX de MNIST, archivos de CIFAR-10 (.bin) o un archivo .npy.'
const announced = '{path} tiene {size} bytes, pero su cabecera anuncia'
const copyAgain = 'Copia otra vez la carpeta del modelo o entrénalo de nuevo.'
const another = 'Consigue otra copia.'
const whole = 'Consigue una copia completa.'
const older = 'Sigue desde un punto de control anterior o entrena de nuevo.'
const stopped = 'El proceso de cálculo terminó de forma inesperada ({how}).'
const memory = 'Si vuelve a ocurrir, cierra otros programas para liberar memoria.'

export const reasons: Messages['reasons'] = {
  files: {
    missing: 'No hay nada en {path}. Comprueba la ruta.',
    denied: '{path} no se puede leer: permiso denegado. Date acceso a él.',
    linkLoop: '{path} es un enlace que vuelve a sí mismo. Quítalo o corrígelo.',
    isFolder: '{path} es una carpeta, donde se espera un archivo.',
    isDevice: '{path} no es un archivo, sino una tubería, un socket o un dispositivo.',
    tooManyOpen: '{path} no se puede leer: hay demasiados archivos abiertos. Cierra algunos programas.',
    unreadable: '{path} no se puede leer ({system}). Comprueba el disco en el que está.',
    full: 'No queda espacio para escribir {path}. Libera algo o elige otro disco.',
    readOnly: '{path} está en un disco de solo lectura. Elige otra carpeta.',
    writeDenied: '{path} no se puede escribir: permiso denegado. Elige una carpeta tuya.',
    noParent: '{path} no se puede escribir: su carpeta no existe. Crea primero la carpeta.',
    inTheWay: '{path} no se puede escribir: hay otra cosa en su lugar. Elige otro nombre.',
    unwritable: '{path} no se puede escribir ({system}). Comprueba el disco en el que está.',
    notWhole: '«{typed}» no es una ruta completa: empieza por la raíz o por ~.',
    folderSeen: '{path} lleva a una carpeta que ya se leyó',
    namedDevice: '{path} no es un archivo, sino una tubería, un socket o un dispositivo',
    deadLink: '{path} es un enlace a algo que no existe',
    namedFolder: '{path} es una carpeta, aunque su nombre sea el de una imagen',
  },
  images: {
    empty: `{path} está vacío. ${formats}`,
    unknownKind: `{path} no es una imagen de un tipo conocido. ${formats}`,
    damaged: `{path} está cortado o dañado: empieza como {format}, pero no se puede decodificar. ${whole}`,
    tooLarge:
      '{path} es demasiado grande: {width} x {height} son {has} megapíxeles, y el límite es {limit}. Redúcelo primero.',
    notCompleted: '{path} no se pudo completar: {why}',
    cannotDecode: '{path} no se pudo decodificar: {detail} Inténtalo de nuevo.',
    moved: '{name} se movió o se borró: devuélvelo a su sitio o añádelo otra vez.',
    gone: '{path} se movió o se borró.',
    nowLink: '{path} es ahora un enlace a otro archivo: añade ese.',
    notListed: 'Esta foto ya no está en la biblioteca.',
    noFolder: 'No hay ninguna carpeta {path}.',
    tooMany: 'Solo se añaden a la vez las primeras {count} imágenes.',
  },
  masks: {
    emptyFile:
      'En la máscara no hay nada que rellenar. Pinta de blanco lo que se debe rellenar, o hazlo transparente.',
    emptyPart: 'En la máscara no hay nada que rellenar. Elige una parte.',
    nothingTransparent:
      'Nada en la imagen es transparente. Borra lo que se debe rellenar o elígelo con una máscara.',
    notPainted: 'No hay nada pintado: pinta sobre lo que se debe rellenar.',
    notPaintedYet: 'En esta foto aún no hay nada pintado.',
    fromRow: 'A partir de la fila {row} no queda nada que dibujar. Empieza más arriba.',
    otherSize:
      'La máscara mide {width} x {height} píxeles y la imagen {imageWidth} x {imageHeight} píxeles. Escala la máscara al tamaño de la imagen.',
    otherPhoto:
      'La máscara mide {width} x {height} píxeles, la foto {imageWidth} x {imageHeight}. Píntala de nuevo.',
    torn: 'La máscara no encaja con su tamaño. Píntala de nuevo.',
    newer: 'Esta máscara es de un Pixelloom más reciente. Actualiza este para seguir con ella.',
    missed:
      'El marco de {width} x {height} píxeles en {x}, {y} no contiene el hueco de {holeWidth} x {holeHeight} píxeles en {holeX}, {holeY}. Muévelo sobre el hueco o hazlo más grande.',
    missedAll:
      'El marco de {width} x {height} píxeles en {x}, {y} no contiene ningún hueco. Muévelo sobre el hueco o hazlo más grande.',
    unlike:
      'La imagen a la que parecerse mide {width} x {height} píxeles, con {channels} canales y {bits} bits; la foto, {photoWidth} x {photoHeight} píxeles, con {photoChannels} canales y {photoBits} bits. Elige una propuesta de esta foto.',
    likeOther: 'Esta variante es de otra foto: elige una de la foto que se va a completar.',
  },
  data: {
    missing: 'No hay nada en {path}. Comprueba la ruta de los datos.',
    noImages:
      'No hay ninguna imagen utilizable en {path}. Elige una carpeta con archivos PNG, JPEG, WebP, GIF, AVIF, HEIC o TIFF.',
    noneUsable:
      'No hay ninguna imagen utilizable en {path}. Se dejaron fuera {count} archivos; el primero: {why}',
    oneUnusable: 'No hay ninguna imagen utilizable en {path}. Se dejó fuera un archivo: {why}',
    emptyFile: '{path} no contiene imágenes. Elige otro archivo.',
    nothing: 'No hay imágenes de las que aprender. Añade algunas.',
    one: 'Solo hay una imagen, y hacen falta al menos dos: una para aprender y una para reservar. Añade imágenes o no reserves ninguna.',
    vanished: '{path} ya no se puede leer. {why} Devuélvelo a su sitio o empieza de nuevo sin él.',
    memory: '{count} imágenes necesitan {needed} de memoria, más de la que hay. Usa menos, o más pequeñas.',
    otherChannels:
      'En {path} el número de canales por imagen es {channels}, no {asked}. Un archivo .npy se usa tal cual.',
    crop: 'A imágenes de {width} x {height} píxeles no se les pueden recortar {crop}. Recorta menos.',
    empty: `{path} está vacío. ${known}`,
    unknownKind: `{path} no es de ningún tipo conocido. ${known}`,
    labels: '{path} contiene las etiquetas. Elige el archivo de imágenes, que tiene «idx3» en el nombre.',
    idxMagic: '{path} tiene el identificador IDX {found}; se espera 0x00000803, imágenes de bytes sin signo.',
    idxShort: '{path} tiene {size} bytes, menos que los {header} de una cabecera IDX.',
    idxCut: `${announced} {count} imágenes de {width} x {height}, {expected} bytes. Está cortado. ${whole}`,
    idxLong: `${announced} {count} imágenes de {width} x {height}, {expected} bytes. Está dañado. ${another}`,
    gzip: `{path} es un archivo gzip dañado. ${whole}`,
    gzipLong: '{path} se descomprime en más de los {limit} bytes que anuncia su cabecera.',
    npyCut: `${announced} [{shape}], {expected} bytes. Está cortado: escríbelo de nuevo.`,
    npyLong: `${announced} [{shape}], {expected} bytes. Está dañado: escríbelo de nuevo.`,
    npyHeaderCut: '{path} está cortado: termina dentro de su cabecera.',
    npyVersion: '{path} es de la versión {version} del formato npy; se espera 1, 2 o 3.',
    npyHeaderLong: '{path} anuncia una cabecera de {size} bytes. Está dañado: escríbelo de nuevo.',
    npyHeader: '{path} tiene una cabecera dañada. Escríbelo de nuevo.',
    npyType: '{path} contiene {type}; se espera uint8. Guárdalo con .astype("uint8").',
    npyOrder: '{path} está en orden Fortran; se espera el orden C. Guarda numpy.ascontiguousarray(images).',
    npyShape:
      '{path} contiene una matriz [{shape}]; se espera [N, H, W, C] con C igual a 1 o 3, o [N, H, W].',
    cifarLength: `{path} tiene {size} bytes; los archivos de CIFAR-10 son registros enteros de {record} bytes. ${whole}`,
    cifarLabel:
      '{path} tiene la etiqueta {label} en el registro {record}; CIFAR-10 va de 0 a 9. Está dañado o es de otro tipo.',
  },
  models: {
    missing: '{path} no está. Comprueba la ruta del modelo.',
    noFolder: '{path} no es la carpeta de un modelo: falta {file}. Comprueba la ruta del modelo.',
    noWeights: `Al modelo «{path}» le falta {file}. ${another}`,
    checksum: `El modelo «{file}» está dañado: no coincide con la suma de comprobación de {document}. ${another}`,
    weights: `El modelo «{path}» está dañado: su contenido no coincide con su suma de comprobación. ${another}`,
    header: `El modelo «{path}» está dañado. ${another}`,
    document: `El modelo «{path}» está dañado. ${another}`,
    state: 'Un punto de control del modelo «{path}» está dañado.',
    noVersion: 'El modelo «{path}» no tiene una versión conocida.',
    lacksWeights: `Al modelo le faltan los pesos «{name}». ${copyAgain}`,
    otherWeights: `Los pesos «{name}» no encajan con el modelo. ${copyAgain}`,
    newer:
      'El modelo «{path}» es de un Pixelloom más reciente (versión {version} del archivo; este conoce {known}). Actualiza Pixelloom.',
    newerWeights:
      'El modelo «{path}» es de un Pixelloom más reciente (versión {version} del archivo). Actualiza Pixelloom.',
    newerState: 'El modelo «{path}» es de un Pixelloom más reciente. Actualiza este.',
    newerArchive: '{path} es de un Pixelloom más reciente. Actualiza este para abrirlo.',
    noArchive: `{path} no es un modelo completo: no es un archivo de modelo. ${another}`,
    cutArchive: `{path} no es un modelo completo: está cortado. ${another}`,
    archive: `{path} no es un modelo completo. ${another}`,
    archiveLacks: `{path} no es un modelo completo: falta {file}. ${another}`,
    archiveChanged: `{path} no es un modelo completo: {file} fue modificado. ${another}`,
    archiveForeign: `{path} no es un modelo completo: contiene «{file}», que no es parte de ningún modelo. ${another}`,
    otherArchive:
      '{path} es un archivo comprimido de otro tipo: un modelo es una carpeta o un archivo que termina en .pixelloom.',
    exists: 'En {path} ya hay un modelo. Elige otra carpeta.',
    unknown: 'No hay ningún modelo «{id}». Elige uno de la lista.',
    bundled: 'Este modelo vino con Pixelloom y se queda como está. Duplícalo para cambiarlo.',
    nameTaken: 'Un modelo incluido tiene este nombre: cambia el nombre de la carpeta.',
    inTraining: 'Este modelo se está entrenando. Espera a que termine o deténlo primero.',
    deleted: 'Este modelo ya está borrado para siempre.',
    noConditioner: 'Este modelo no tiene red condicionante. Elige otra forma de completar.',
    noParticles:
      'Con partículas no se puede completar con un modelo Multi-Scale. Elige otra forma de completar.',
    scalesAndConditioner:
      'Esta versión no conoce modelos Multi-Scale con red condicionante. Entrena uno de una sola escala.',
    scales:
      'La imagen pequeña no encaja: su lado debe ser el de la entera dividido por 2, 4, 8, etc., con los mismos canales y niveles.',
  },
  training: {
    memory: 'El entrenamiento necesita {needed} de memoria y hay {free} libres. Cabe con {batch} a la vez.',
    memoryOfOne:
      'El entrenamiento necesita {needed} de memoria y hay {free} libres. No cabe ni una imagen a la vez: toma un modelo o imágenes más pequeños.',
    memoryReach:
      'El entrenamiento necesita {needed} de memoria y este motor no llega más allá de {limit}. Cabe con {batch} a la vez.',
    memoryReachOfOne:
      'El entrenamiento necesita {needed} de memoria y este motor no llega más allá de {limit}. No cabe ni una imagen a la vez: toma un modelo o imágenes más pequeños.',
    stepMemory:
      'Faltó memoria para un paso: necesita {needed} y hay {free} libres. Puede que quepa con {batch} a la vez.',
    stepMemoryOfOne:
      'Faltó memoria para un paso: necesita {needed} y hay {free} libres. Ya era una imagen a la vez: toma un modelo o imágenes más pequeños.',
    stepRefused:
      'El sistema negó la memoria de un paso, que necesita {needed}, aunque en total hay {free} libres. Puede que quepa con {batch} a la vez.',
    stepRefusedOfOne:
      'El sistema negó la memoria de un paso, que necesita {needed}, aunque en total hay {free} libres. Ya era una imagen a la vez: cierra otros programas o toma un modelo más pequeño.',
    killed:
      'El sistema terminó el entrenamiento por falta de memoria: había {free} libres. Puede que quepa con {batch} a la vez.',
    killedAtOne:
      'El sistema terminó el entrenamiento por falta de memoria: había {free} libres. Cierra otros programas o toma un modelo más pequeño.',
    noMemory:
      'Hacen falta {gigabytes} GB de memoria, más de la que hay aquí. Toma un lote o un modelo más pequeño.',
    disk: 'No queda espacio para un punto de control: ocupa {needed} y hay {free} libres donde está {folder}. Libera espacio y sigue.',
    lossNoNumber: 'La pérdida ya no es un número. Entrena con una tasa de aprendizaje menor que {rate}.',
    weightNoNumber: 'Un peso ya no es un número. Entrena con una tasa de aprendizaje menor que {rate}.',
    validationNoNumber:
      'La pérdida de las imágenes reservadas ya no es un número. Entrena con una tasa de aprendizaje menor.',
    risen:
      'La pérdida subió de {best} nats por imagen, su mejor valor, a {now}, y no vuelve. Sigue desde el último punto de control con una tasa menor, o entrena de nuevo con ella.',
    exists: 'Ya hay un modelo «{path}». Elige otro nombre.',
    endless:
      'Una tasa de aprendizaje que baja necesita conocer el final. Pon un número de pasos o de minutos.',
    conditionerAlone: 'Una red condicionante se entrena junto a un modelo. Elige uno.',
    fixed: '{name} no se puede cambiar cuando se empieza con los pesos de {from}: déjalo.',
    noCheckpoint:
      '{path} no tiene punto de control desde el que seguir. Entrena un modelo nuevo que empiece con él.',
    notOurs:
      'El punto de control del paso {step} de {path} no es de un entrenamiento. Entrena un modelo nuevo.',
    checkpointGone: '{path} ya no tiene el punto de control del paso {step}. Elige otro.',
    optimizer: `El estado «{name}» del optimizador no encaja con los pesos. ${older}`,
    notAdam: `El estado «{name}» del optimizador no es de Adam. ${older}`,
    channels: 'El número de canales de las imágenes es {channels}, el del modelo {asked}. Elige {channels}.',
    scalesWithoutLayers: 'Un modelo que dibuja antes una imagen pequeña necesita al menos un bloque.',
    levels:
      'Los datos contienen el valor {largest}, y {levels} niveles van de 0 a {last}. Elige al menos {needed} niveles.',
    bundled: '{name} no se puede entrenar más: vino con la aplicación. Entrena uno nuevo.',
    notResumable: '{name} no se puede entrenar más: no tiene punto de control. Entrena uno nuevo.',
    already: 'Este modelo ya se está entrenando.',
    busy: 'Hay un entrenamiento en marcha. Mide cuando termine, para que ninguno frene al otro.',
  },
  jobs: {
    stopped: `${stopped} Inícialo otra vez. ${memory}`,
    stoppedFolder: `${stopped} Inícialo otra vez y seguirá con las imágenes que faltan. ${memory}`,
    stoppedTraining: `${stopped} El entrenamiento puede seguir desde su último punto de control.`,
    stoppedEarly: `${stopped} Aún no había punto de control: inicia otra vez el entrenamiento.`,
    notUnderstood: 'El trabajo devolvió algo inesperado. Lo que estaba guardado se conserva.',
    interrupted: 'La aplicación se cerró antes de terminar esto. Inténtalo otra vez para empezar de nuevo.',
    busy: 'Hay algo en marcha. Mide cuando termine, para que ninguno frene al otro.',
    gone: 'Esta tarea ya no está en la lista.',
    forgotten: 'Lo que se pidió ya no se conserva. Pídelo de nuevo.',
    notOver: 'Esta tarea no ha terminado: cancélala primero.',
    noFiles: 'Esta tarea no crea archivos.',
    notBegun: 'Esta tarea aún no ha empezado.',
    over: 'Esta tarea ha terminado: no se puede pausar ni reanudar.',
    notWaiting: 'Solo se puede mover una tarea que espera su turno.',
    variantUnfinished: 'La variante {variant} de esta tarea no está terminada.',
    noneFinished: 'Aún no hay ninguna variante terminada.',
    noVariant: 'Esta variante no está.',
    lookAgain: 'Mira la imagen otra vez.',
    refused: 'Esta variante no se puede usar: {why}',
    refusedUnsaid: 'Esta variante no se puede usar: la biblioteca no la tomó.',
    resultDamaged:
      'Este resultado no se puede guardar en otro formato: su archivo está dañado. Completa otra vez.',
    noFolder: '{path} no es una carpeta. Elige una para las imágenes.',
    taken: 'En esta carpeta ya hay {name}, dibujado con otros ajustes. Elige otra carpeta u otros nombres.',
    nameWithoutNumber: 'El nombre «{name}» necesita {number} o {index}, para que cada imagen tenga el suyo.',
    nameNotPlain: 'El nombre «{name}» no es un nombre de archivo simple.',
    nameEnding: 'El nombre «{name}» debe terminar en {ending}.',
    namePlace: 'El nombre «{name}» contiene {place}; existen {number}, {index} y {seed}.',
    isFile: '{path} es un archivo. Elige una carpeta de imágenes.',
    amongImages: 'Lo completado no puede ir entre las imágenes de {path}. Elige otra carpeta, o una dentro.',
    nameTooLong: '{path} tiene un nombre demasiado largo para lo completado. Cámbiale el nombre.',
    inTheWay: '{path} no se puede completar: {other} ocupa el lugar de un archivo. Muévelo.',
    noMask: '{path} no tiene máscara: ninguna de las máscaras tiene su nombre.',
  },
  app: {
    value: '«{parameter}» no sirve así. Comprueba lo introducido.',
    tooSmall: '«{parameter}» debe ser al menos {least}.',
    tooLarge: '«{parameter}» debe ser como mucho {most}.',
    silent: 'Pixelloom no responde. Comprueba que sigue en marcha en su terminal e inténtalo de nuevo.',
    garbled: 'Pixelloom respondió algo ilegible (estado {status}). Recarga la página.',
    noRuntime: 'En este equipo no hay nada con que calcular. Guarda un informe del problema.',
    runtime: '{name} no funciona en este equipo. Elige en los ajustes otra forma de calcular.',
    cardLost:
      'La tarjeta gráfica se perdió mientras calculaba ({detail}). Empieza de nuevo o elige en los ajustes otra forma de calcular.',
    folderGiven: 'La carpeta de datos se eligió al iniciar Pixelloom: elige otra con --data-folder.',
    moveWhenIdle: 'Hay algo en marcha. Mueve la carpeta de datos cuando termine.',
    clearWhenIdle: 'Hay algo en marcha. Vacía la caché cuando termine.',
    moving: 'La carpeta de datos ya se está copiando.',
    itself: 'Esa es la propia carpeta de datos, o está dentro de ella. Elige una carpeta en otro sitio.',
    taken: 'Ya hay dentro una carpeta llamada Pixelloom, y no está vacía. Elige otra carpeta.',
    noRoom: 'Falta espacio: hacen falta {needed} y hay {free} libres. Elige otro disco.',
    copyDiffers: 'La copia de {path} no es lo que se escribió. Prueba con otro disco.',
    copyFailed: '{path} no se pudo copiar: {system}',
    moveGone: '{path} ya no está. Los datos se quedan donde estaban.',
  },
  runtimes: {
    noKernels: 'No hay código compilado para este tipo de equipo ({machine}).',
    kernelsFail: 'El código compilado no se carga ({system}).',
    kernelsOfAnother: 'El código compilado es de otra versión de Pixelloom. Vuelve a instalar Pixelloom.',
    noInstructions: 'Este procesador no tiene {instructions}.',
    noWasmKernels: 'Falta su código. Vuelve a instalar Pixelloom.',
    wasmKernelsNewer: 'Necesita un motor de WebAssembly más reciente.',
    wasmKernelsFail: 'No arranca ({system}).',
    noWasm: 'El WebAssembly de TensorFlow.js, que hace falta, no arranca.',
    noJavaScript: 'El JavaScript simple de TensorFlow.js no arranca.',
    noTensorflow: 'Aún no está instalado.',
    tensorflowElsewhere: 'Se instaló para {machine}. Instálalo otra vez.',
    tensorflowGone: 'Su biblioteca {library} ya no está donde se instaló. Instálalo otra vez.',
    tensorflowReplaced:
      'TensorFlow fue sustituido por otra versión después de instalarlo aquí. Instálalo otra vez.',
    tensorflowNewer: 'Necesita {library}, y este sistema es demasiado antiguo.',
    tensorflowFails: 'No se carga ({system}). Instálalo otra vez.',
    tensorflowSilent: 'Su biblioteca no arranca.',
    noCard: 'No hay ninguna tarjeta gráfica con controlador para Vulkan, Metal o Direct3D 12.',
    noLoader:
      'Falta el cargador de Vulkan. Instala el paquete libvulkan1 (Debian, Ubuntu) o vulkan-loader (Fedora, Arch).',
    noDriver:
      'Ninguna tarjeta gráfica tiene aquí un controlador para Vulkan. Instala el controlador de la tarjeta.',
    noDawn: 'El paquete webgpu no está instalado, o no tiene nada para {machine}.',
    dawnFails: 'WebGPU no arranca: {system}.',
    noWindow: 'Ninguna ventana presta su tarjeta gráfica.',
    windowFails: 'No se puede abrir la ventana para la tarjeta gráfica ({system}).',
    imitation: 'Calcula en el procesador lo que está hecho para una tarjeta.',
    noAnswer: 'No respondió en {seconds} segundos.',
    ended: 'Su proceso terminó de forma inesperada al probarlo ({how}).',
    notUnderstood: 'Respondió algo que la aplicación no entiende.',
  },
  tensorflow: {
    noNpm: 'Falta npm, por el que llega el enlace con TensorFlow. Instala Node.js, que trae npm.',
    notPublished:
      'Lo que npm envió como {name} {version} no es lo que se publicó. Comprueba el registro de npm e inténtalo de nuevo.',
    noTar: 'Falta `tar` para desempaquetar los paquetes. Instálalo.',
    noTarForArchive: 'Falta `tar` para desempaquetar el archivo. Instálalo.',
    windows: 'El complemento de TensorFlow aún no se puede compilar en Windows.',
    noHeaders: 'Este TensorFlow no tiene cabeceras de C en {path}. Instala la versión 2.10 o posterior.',
    noLibrary: 'En {path} no hay ninguna biblioteca de TensorFlow.',
    noCompiler:
      'El complemento de TensorFlow necesita un compilador de C++ y no hay ninguno. Instala uno (Debian: apt install g++).',
    noCompilerOnMac:
      'El complemento de TensorFlow necesita un compilador de C++ y no hay ninguno. Ejecuta xcode-select --install.',
    noArchive: 'No hay archivo de TensorFlow para {platform} {arch}. Tómalo de un Python.',
    answers: '{url} responde {status}. Toma TensorFlow de un Python.',
    unreachable:
      'TensorFlow no se puede obtener de {host}: no se llega a la red o a ese servidor. Comprueba la conexión o tómalo de un Python.',
    network: 'No se llega a la red. Comprueba la conexión e inténtalo de nuevo.',
    failed: 'La instalación falló: {detail}.',
    full: 'No queda espacio para instalar TensorFlow. Libera algo e inténtalo de nuevo.',
    fullBy:
      'No queda espacio para instalar TensorFlow: la instalación ocupa {needed} y hay {free} libres. Libera algo e inténtalo de nuevo.',
    noPip: '{path} no tiene ni TensorFlow ni pip para obtenerlo. Instala pip.',
    oldPython: '{path} no se comporta como Python 3.8 o posterior.',
    noPythonAt: 'No hay ningún Python en {path}. Comprueba la ruta.',
    noPython: 'Aquí no hay Python. Instala Python 3.',
    already: 'TensorFlow ya se está instalando.',
    notInstalled: 'TensorFlow no está instalado; no se quitó nada.',
    deleted: 'Este TensorFlow ya está borrado para siempre. Instálalo otra vez.',
    replaced: 'Entretanto se instaló TensorFlow de nuevo.',
    noStep: 'TensorFlow se compiló, pero no entrena ningún paso: {why}',
    noStepSaying: 'TensorFlow se compiló, pero no entrena ningún paso: {why} Dice: {detail}.',
  },
  notes: {
    about: '{path}: {what}',
    kept: '{kept} de {count} imágenes ya están y se conservan.',
    completed: '{done} de {count} imágenes están completadas y se conservan. Al repetirlo, sigue desde ahí.',
    existed: '{existed} de {count} imágenes ya están completadas y así se quedan.',
    existedOtherwise:
      '{existed} de {count} imágenes ya están completadas y así se quedan. {others} de ellas se dibujaron con otros ajustes (modelo, máscara, semilla…).',
    takes: 'A su propio tamaño, dibujar tarda unos {takes}.',
    takesLonger:
      'A su propio tamaño, dibujar tarda unos {takes}. Pasados {seconds}, el resto se queda a la escala del modelo.',
    over: 'Se acabó el tiempo: el {percent} % está dibujado al tamaño de la foto, el resto a la escala del modelo.',
    weights: '{weights} pesos, {images} imágenes.',
    memory: 'El entrenamiento necesita {needed} de memoria y hay {free} libres.',
    disk: 'El disco está casi lleno: hay {free} libres y un punto de control ocupa {needed}.',
    otherData: 'Los datos tienen ahora {count} imágenes; eran {before} cuando empezó este entrenamiento.',
    cardBack:
      'La tarjeta gráfica se perdió mientras calculaba y ha vuelto. El trabajo sigue desde su último paso.',
    cardGone:
      'La tarjeta gráfica se perdió mientras calculaba y no vuelve. El trabajo sigue desde su último paso, en el procesador.',
    cardPageGone:
      'La página cuya tarjeta gráfica calculaba está cerrada. El trabajo sigue desde su último paso, en el procesador.',
    cardPageAway:
      'Está elegida la tarjeta gráfica de un navegador y no hay abierta ninguna página que la preste: se elige automáticamente.',
    notCached: 'Las imágenes decodificadas no se pueden conservar y se decodifican en memoria. {why}',
    decodedAgain: 'La caché de imágenes decodificadas estaba dañada. Todas se decodifican de nuevo.',
    someDecodedAgain:
      'La caché de imágenes decodificadas estaba dañada. Las afectadas se decodifican de nuevo.',
    decodedAsNeeded:
      'La caché de imágenes decodificadas estaba dañada. Las afectadas se decodifican cuando hacen falta.',
  },
}

import type { Messages } from '../messages'

const formats = 'Eine Datei als PNG, JPEG, WebP, GIF, AVIF, HEIC oder TIFF nehmen.'
const known =
  'Möglich sind ein Ordner mit Bildern, ein Bild, eine IDX-Datei von MNIST, CIFAR-10-Dateien (.bin) oder eine .npy-Datei.'
const announced = '{path} ist {size} Byte lang, aber der Kopf kündigt'
const copyAgain = 'Den Ordner des Modells noch einmal kopieren oder es neu trainieren.'
const another = 'Eine andere Kopie besorgen.'
const whole = 'Eine vollständige Kopie besorgen.'
const older = 'Von einem älteren Zwischenstand weitermachen oder neu trainieren.'
const stopped = 'Der rechnende Prozess wurde unerwartet beendet ({how}).'
const memory = 'Geschieht es wieder, andere Programme schließen, damit Speicher frei wird.'

export const reasons: Messages['reasons'] = {
  files: {
    missing: 'Unter {path} ist nichts. Den Pfad prüfen.',
    denied: '{path} lässt sich nicht lesen: Der Zugriff ist nicht erlaubt. Sich den Zugriff verschaffen.',
    linkLoop: '{path} ist eine Verknüpfung, die auf sich selbst zurückführt. Sie entfernen oder richten.',
    isFolder: '{path} ist ein Ordner, wo eine Datei erwartet wird.',
    isDevice: '{path} ist keine Datei, sondern eine Pipe, ein Socket oder ein Gerät.',
    tooManyOpen: '{path} lässt sich nicht lesen: Zu viele Dateien sind offen. Einige Programme schließen.',
    unreadable: '{path} lässt sich nicht lesen ({system}). Den Datenträger prüfen, auf dem es liegt.',
    full: 'Zum Schreiben von {path} ist kein Platz mehr. Platz schaffen oder einen anderen Datenträger wählen.',
    readOnly: '{path} liegt auf einem Datenträger, der nur gelesen werden kann. Einen anderen Ordner wählen.',
    writeDenied: '{path} lässt sich nicht schreiben: Es ist nicht erlaubt. Einen eigenen Ordner wählen.',
    noParent: '{path} lässt sich nicht schreiben: Den Ordner gibt es nicht. Zuerst den Ordner anlegen.',
    inTheWay: '{path} lässt sich nicht schreiben: Dort ist schon etwas anderes. Einen anderen Namen wählen.',
    unwritable: '{path} lässt sich nicht schreiben ({system}). Den Datenträger prüfen, auf dem es liegt.',
    notWhole: '„{typed}“ ist kein vollständiger Pfad: Mit der Wurzel oder mit ~ beginnen.',
    folderSeen: '{path} führt zu einem Ordner, der schon gelesen wurde',
    namedDevice: '{path} ist keine Datei, sondern eine Pipe, ein Socket oder ein Gerät',
    deadLink: '{path} ist eine Verknüpfung mit etwas, das nicht da ist',
    namedFolder: '{path} ist ein Ordner, obwohl der Name nach einem Bild aussieht',
  },
  images: {
    empty: `{path} ist leer. ${formats}`,
    unknownKind: `{path} ist kein Bild einer bekannten Art. ${formats}`,
    damaged: `{path} ist abgeschnitten oder beschädigt: Es beginnt als {format}, lässt sich aber nicht dekodieren. ${whole}`,
    tooLarge:
      '{path} ist zu groß: {width} x {height} sind {has} Megapixel, und {limit} sind die Grenze. Zuerst verkleinern.',
    notCompleted: '{path} konnte nicht ergänzt werden: {why}',
    cannotDecode: '{path} konnte nicht dekodiert werden: {detail} Noch einmal versuchen.',
    moved: '{name} wurde verschoben oder gelöscht: zurücklegen oder neu hinzufügen.',
    gone: '{path} wurde verschoben oder gelöscht.',
    nowLink: '{path} ist jetzt eine Verknüpfung mit einer anderen Datei: jene hinzufügen.',
    notListed: 'Dieses Foto ist nicht mehr in der Bibliothek.',
    noFolder: 'Einen Ordner {path} gibt es nicht.',
    tooMany: 'Nur die ersten {count} Bilder werden auf einmal hinzugefügt.',
  },
  masks: {
    emptyFile:
      'In der Maske ist nichts zu füllen. Was gefüllt werden soll, weiß malen oder durchsichtig machen.',
    emptyPart: 'In der Maske ist nichts zu füllen. Einen Teil wählen.',
    nothingTransparent:
      'Nichts im Bild ist durchsichtig. Was gefüllt werden soll, ausradieren oder mit einer Maske wählen.',
    notPainted: 'Nichts ist übermalt: Übermalen, was gefüllt werden soll.',
    notPaintedYet: 'Auf diesem Foto ist noch nichts gemalt.',
    fromRow: 'Ab Zeile {row} ist nichts mehr zu zeichnen. Weiter oben beginnen.',
    otherSize:
      'Die Maske hat {width} x {height} Pixel und das Bild {imageWidth} x {imageHeight} Pixel. Die Maske auf die Größe des Bildes skalieren.',
    otherPhoto:
      'Die Maske hat {width} x {height} Pixel, das Foto {imageWidth} x {imageHeight}. Die Maske neu malen.',
    torn: 'Die Maske passt nicht zu ihrer Größe. Sie neu malen.',
    newer: 'Diese Maske stammt von einem neueren Pixelloom. Dieses aktualisieren, um mit ihr weiterzumachen.',
    missed:
      'Der Rahmen von {width} x {height} Pixeln bei {x}, {y} umfasst die Lücke von {holeWidth} x {holeHeight} Pixeln bei {holeX}, {holeY} nicht. Ihn über die Lücke schieben oder größer machen.',
    missedAll:
      'Der Rahmen von {width} x {height} Pixeln bei {x}, {y} umfasst keine Lücke. Ihn über die Lücke schieben oder größer machen.',
    unlike:
      'Das Bild, dem es gleichen soll, hat {width} x {height} Pixel mit {channels} Kanälen und {bits} Bit, das Foto {photoWidth} x {photoHeight} Pixel mit {photoChannels} Kanälen und {photoBits} Bit. Eine Ergänzung dieses Fotos wählen.',
    likeOther: 'Diese Variante gehört zu einem anderen Foto: eine des Fotos wählen, das ergänzt werden soll.',
  },
  data: {
    missing: 'Unter {path} ist nichts. Den Pfad der Daten prüfen.',
    noImages:
      'In {path} ist kein brauchbares Bild. Einen Ordner mit PNG-, JPEG-, WebP-, GIF-, AVIF-, HEIC- oder TIFF-Dateien wählen.',
    noneUsable: 'In {path} ist kein brauchbares Bild. {count} Dateien wurden ausgelassen; die erste: {why}',
    oneUnusable: 'In {path} ist kein brauchbares Bild. Eine Datei wurde ausgelassen: {why}',
    emptyFile: '{path} enthält keine Bilder. Eine andere Datei wählen.',
    nothing: 'Es gibt keine Bilder, aus denen zu lernen wäre. Welche hinzufügen.',
    one: 'Es gibt nur ein Bild, und mindestens zwei werden gebraucht: eines zum Lernen und eines zum Zurückhalten. Bilder hinzufügen oder keine zurückhalten.',
    vanished: '{path} lässt sich nicht mehr lesen. {why} Es zurücklegen oder ohne es neu beginnen.',
    memory:
      '{count} Bilder brauchen {needed} Speicher, mehr, als da ist. Weniger davon nehmen oder kleinere.',
    otherChannels:
      'Die Zahl der Kanäle je Bild ist in {path} {channels}, nicht {asked}. Eine .npy-Datei wird genommen, wie sie ist.',
    crop: 'Von Bildern mit {width} x {height} Pixeln lassen sich nicht {crop} abschneiden. Weniger zuschneiden.',
    empty: `{path} ist leer. ${known}`,
    unknownKind: `{path} ist von keiner bekannten Art. ${known}`,
    labels: '{path} enthält die Beschriftungen. Die Datei mit den Bildern wählen, die „idx3“ im Namen hat.',
    idxMagic:
      '{path} hat die IDX-Kennung {found}; erwartet wird 0x00000803, Bilder aus Bytes ohne Vorzeichen.',
    idxShort: '{path} ist {size} Byte lang, weniger als die {header} eines IDX-Kopfes.',
    idxCut: `${announced} {count} Bilder von {width} x {height} an, {expected} Byte. Die Datei ist abgeschnitten: ${whole}`,
    idxLong: `${announced} {count} Bilder von {width} x {height} an, {expected} Byte. Die Datei ist beschädigt: ${another}`,
    gzip: `{path} ist eine beschädigte gzip-Datei. ${whole}`,
    gzipLong: '{path} ist entpackt länger als die {limit} Byte, die der Kopf ankündigt.',
    npyCut: `${announced} [{shape}] an, {expected} Byte. Die Datei ist abgeschnitten: neu schreiben.`,
    npyLong: `${announced} [{shape}] an, {expected} Byte. Die Datei ist beschädigt: neu schreiben.`,
    npyHeaderCut: '{path} ist abgeschnitten: Die Datei endet in ihrem Kopf.',
    npyVersion: '{path} hat Version {version} des npy-Formats; erwartet wird 1, 2 oder 3.',
    npyHeaderLong: '{path} kündigt einen Kopf von {size} Byte an. Die Datei ist beschädigt: neu schreiben.',
    npyHeader: '{path} hat einen beschädigten Kopf. Neu schreiben.',
    npyType: '{path} enthält {type}; erwartet wird uint8. Mit .astype("uint8") speichern.',
    npyOrder:
      '{path} ist in Fortran-Ordnung; erwartet wird C-Ordnung. numpy.ascontiguousarray(images) speichern.',
    npyShape:
      '{path} enthält ein Feld [{shape}]; erwartet wird [N, H, W, C] mit C gleich 1 oder 3, oder [N, H, W].',
    cifarLength: `{path} ist {size} Byte lang; CIFAR-10-Dateien bestehen aus ganzen Sätzen von {record} Byte. ${whole}`,
    cifarLabel:
      '{path} hat die Beschriftung {label} in Satz {record}; CIFAR-10 hat 0 bis 9. Die Datei ist beschädigt oder von anderer Art.',
  },
  models: {
    missing: '{path} ist nicht da. Den Pfad des Modells prüfen.',
    noFolder: '{path} ist kein Modellordner: {file} fehlt. Den Pfad des Modells prüfen.',
    noWeights: `Dem Modell „{path}“ fehlt {file}. ${another}`,
    checksum: `Das Modell „{file}“ ist beschädigt: Die Prüfsumme in {document} ist eine andere. ${another}`,
    weights: `Das Modell „{path}“ ist beschädigt: Der Inhalt passt nicht zu seiner Prüfsumme. ${another}`,
    header: `Das Modell „{path}“ ist beschädigt. ${another}`,
    document: `Das Modell „{path}“ ist beschädigt. ${another}`,
    state: 'Ein Zwischenstand des Modells „{path}“ ist beschädigt.',
    noVersion: 'Das Modell „{path}“ hat keine bekannte Version.',
    lacksWeights: `Dem Modell fehlen die Gewichte „{name}“. ${copyAgain}`,
    otherWeights: `Die Gewichte „{name}“ passen nicht zum Modell. ${copyAgain}`,
    newer:
      'Das Modell „{path}“ stammt von einem neueren Pixelloom (Version {version} der Datei, dieses kennt {known}). Pixelloom aktualisieren.',
    newerWeights:
      'Das Modell „{path}“ stammt von einem neueren Pixelloom (Version {version} der Datei). Pixelloom aktualisieren.',
    newerState: 'Das Modell „{path}“ stammt von einem neueren Pixelloom. Dieses aktualisieren.',
    newerArchive: '{path} stammt von einem neueren Pixelloom. Dieses aktualisieren, um es zu öffnen.',
    noArchive: `{path} ist kein vollständiges Modell: Es ist keine Modelldatei. ${another}`,
    cutArchive: `{path} ist kein vollständiges Modell: Es ist abgeschnitten. ${another}`,
    archive: `{path} ist kein vollständiges Modell. ${another}`,
    archiveLacks: `{path} ist kein vollständiges Modell: {file} fehlt. ${another}`,
    archiveChanged: `{path} ist kein vollständiges Modell: {file} wurde verändert. ${another}`,
    archiveForeign: `{path} ist kein vollständiges Modell: Es enthält „{file}“, was zu keinem Modell gehört. ${another}`,
    otherArchive:
      '{path} ist ein Archiv anderer Art: Ein Modell ist ein Ordner oder eine Datei, die auf .pixelloom endet.',
    exists: 'In {path} ist schon ein Modell. Einen anderen Ordner wählen.',
    unknown: 'Ein Modell „{id}“ gibt es nicht. Eines aus der Liste wählen.',
    bundled: 'Dieses Modell kam mit Pixelloom und bleibt, wie es ist. Zum Ändern duplizieren.',
    nameTaken: 'Ein mitgeliefertes Modell hat diesen Namen: den Ordner umbenennen.',
    inTraining: 'Dieses Modell wird gerade trainiert. Warten, bis es fertig ist, oder das Training beenden.',
    deleted: 'Dieses Modell ist inzwischen endgültig gelöscht.',
    noConditioner: 'Dieses Modell hat kein Bedingungsnetz. Eine andere Art zu ergänzen wählen.',
    noParticles:
      'Mit Partikeln lässt sich mit einem Multi-Scale-Modell nicht ergänzen. Eine andere Art zu ergänzen wählen.',
    scalesAndConditioner:
      'Multi-Scale-Modelle mit Bedingungsnetz kennt diese Version nicht. Eines mit nur einem Maßstab trainieren.',
    scales:
      'Das kleine Bild passt nicht: Seine Seite muss die des ganzen geteilt durch 2, 4, 8 und so weiter sein, mit denselben Kanälen und Stufen.',
  },
  training: {
    memory: 'Das Training braucht {needed} Speicher, und {free} sind frei. Mit {batch} auf einmal passt es.',
    memoryOfOne:
      'Das Training braucht {needed} Speicher, und {free} sind frei. Nicht einmal ein Bild auf einmal passt: ein kleineres Modell oder kleinere Bilder nehmen.',
    memoryReach:
      'Das Training braucht {needed} Speicher, und diese Laufzeit reicht nur bis {limit}. Mit {batch} auf einmal passt es.',
    memoryReachOfOne:
      'Das Training braucht {needed} Speicher, und diese Laufzeit reicht nur bis {limit}. Nicht einmal ein Bild auf einmal passt: ein kleineres Modell oder kleinere Bilder nehmen.',
    stepMemory:
      'Für einen Schritt fehlte Speicher: Er braucht {needed}, und {free} sind frei. Mit {batch} auf einmal passt es vielleicht.',
    stepMemoryOfOne:
      'Für einen Schritt fehlte Speicher: Er braucht {needed}, und {free} sind frei. Es war schon ein Bild auf einmal: ein kleineres Modell oder kleinere Bilder nehmen.',
    stepRefused:
      'Das System hat den Speicher für einen Schritt verweigert, der {needed} braucht, obwohl insgesamt {free} frei sind. Mit {batch} auf einmal passt es vielleicht.',
    stepRefusedOfOne:
      'Das System hat den Speicher für einen Schritt verweigert, der {needed} braucht, obwohl insgesamt {free} frei sind. Es war schon ein Bild auf einmal: andere Programme schließen oder ein kleineres Modell nehmen.',
    killed:
      'Das System hat das Training beendet, weil der Speicher knapp war: {free} waren frei. Mit {batch} auf einmal passt es vielleicht.',
    killedAtOne:
      'Das System hat das Training beendet, weil der Speicher knapp war: {free} waren frei. Andere Programme schließen oder ein kleineres Modell nehmen.',
    noMemory:
      'Das braucht {gigabytes} GB Speicher, mehr, als hier zu haben ist. Einen kleineren Stapel oder ein kleineres Modell nehmen.',
    disk: 'Für einen Zwischenstand ist kein Platz mehr: Er braucht {needed}, und {free} sind frei, wo {folder} liegt. Platz schaffen und dann weitermachen.',
    lossNoNumber: 'Der Verlust ist keine Zahl mehr. Mit einer kleineren Lernrate als {rate} trainieren.',
    weightNoNumber: 'Ein Gewicht ist keine Zahl mehr. Mit einer kleineren Lernrate als {rate} trainieren.',
    validationNoNumber:
      'Der Verlust der zurückgehaltenen Bilder ist keine Zahl mehr. Mit einer kleineren Lernrate trainieren.',
    risen:
      'Der Verlust ist von {best} Nats je Bild, dem besten Wert, auf {now} gestiegen und kommt nicht zurück. Vom letzten Zwischenstand mit einer kleineren Lernrate weitermachen oder damit neu trainieren.',
    exists: 'Ein Modell „{path}“ gibt es schon. Einen anderen Namen wählen.',
    endless: 'Eine Lernrate, die fällt, muss das Ende kennen. Eine Zahl von Schritten oder Minuten setzen.',
    conditionerAlone: 'Ein Bedingungsnetz wird neben einem Modell trainiert. Eines wählen.',
    fixed: '{name} lässt sich nicht ändern, wenn mit den Gewichten von {from} begonnen wird: weglassen.',
    noCheckpoint:
      '{path} hat keinen Zwischenstand zum Weitermachen. Ein neues Modell trainieren, das damit beginnt.',
    notOurs:
      'Der Zwischenstand bei Schritt {step} von {path} ist keiner eines Trainings. Ein neues Modell trainieren.',
    checkpointGone: '{path} hat den Zwischenstand von Schritt {step} nicht mehr. Einen anderen wählen.',
    optimizer: `Der Stand „{name}“ des Optimierers passt nicht zu den Gewichten. ${older}`,
    notAdam: `Der Stand „{name}“ des Optimierers ist keiner von Adam. ${older}`,
    channels: 'Die Zahl der Kanäle ist bei den Bildern {channels}, beim Modell {asked}. {channels} wählen.',
    scalesWithoutLayers: 'Ein Modell, das zuerst ein kleines Bild zeichnet, braucht mindestens einen Block.',
    levels:
      'Die Daten enthalten den Wert {largest}, und {levels} Stufen gehen von 0 bis {last}. Mindestens {needed} Stufen wählen.',
    bundled: '{name} lässt sich nicht weiter trainieren: Es kam mit der App. Ein neues trainieren.',
    notResumable:
      '{name} lässt sich nicht weiter trainieren: Es hat keinen Zwischenstand. Ein neues trainieren.',
    already: 'Dieses Modell wird schon trainiert.',
    busy: 'Ein Training läuft. Danach messen, damit keines das andere bremst.',
  },
  jobs: {
    stopped: `${stopped} Noch einmal starten. ${memory}`,
    stoppedFolder: `${stopped} Noch einmal starten: Es geht mit den Bildern weiter, die fehlen. ${memory}`,
    stoppedTraining: `${stopped} Das Training kann vom letzten Zwischenstand weitergehen.`,
    stoppedEarly: `${stopped} Es gab noch keinen Zwischenstand: Das Training neu starten.`,
    notUnderstood: 'Von der Arbeit kam etwas Unerwartetes zurück. Was vorher gespeichert wurde, bleibt.',
    interrupted:
      'Die App wurde geschlossen, bevor dies fertig war. Noch einmal versuchen, um neu zu beginnen.',
    busy: 'Etwas läuft gerade. Danach messen, damit keines das andere bremst.',
    gone: 'Dieser Auftrag ist nicht mehr in der Liste.',
    forgotten: 'Was hier verlangt war, ist nicht mehr bekannt. Neu in Auftrag geben.',
    notOver: 'Dieser Auftrag ist noch nicht zu Ende: zuerst abbrechen.',
    noFiles: 'Dieser Auftrag macht keine Dateien.',
    notBegun: 'Dieser Auftrag hat noch nicht begonnen.',
    over: 'Dieser Auftrag ist zu Ende: Er lässt sich weder anhalten noch fortsetzen.',
    notWaiting: 'Nur ein Auftrag, der wartet, lässt sich verschieben.',
    variantUnfinished: 'Variante {variant} dieses Auftrags ist nicht fertig.',
    noneFinished: 'Noch ist keine Variante fertig.',
    noVariant: 'Diese Variante ist nicht da.',
    lookAgain: 'Das Bild noch einmal ansehen.',
    refused: 'Diese Variante ist nicht zu verwenden: {why}',
    refusedUnsaid: 'Diese Variante ist nicht zu verwenden: Die Bibliothek hat sie nicht genommen.',
    resultDamaged:
      'Dieses Ergebnis lässt sich nicht in einem anderen Format speichern: Die Datei ist beschädigt. Noch einmal ergänzen.',
    noFolder: '{path} ist kein Ordner. Einen für die Bilder wählen.',
    taken:
      'In diesem Ordner gibt es schon {name}, mit anderen Einstellungen gezeichnet. Einen anderen Ordner oder andere Namen wählen.',
    nameWithoutNumber:
      'Der Name „{name}“ braucht {number} oder {index}, damit jedes Bild seinen eigenen hat.',
    nameNotPlain: 'Der Name „{name}“ ist kein einfacher Dateiname.',
    nameEnding: 'Der Name „{name}“ muss auf {ending} enden.',
    namePlace: 'Der Name „{name}“ enthält {place}; es gibt {number}, {index} und {seed}.',
    isFile: '{path} ist eine Datei. Einen Ordner mit Bildern wählen.',
    amongImages:
      'Die Ergänzungen können nicht zwischen die Bilder in {path}. Einen anderen Ordner für sie wählen oder einen darin.',
    nameTooLong: '{path} hat einen Namen, der für die der Ergänzungen zu lang ist. Umbenennen.',
    inTheWay: '{path} lässt sich nicht ergänzen: {other} ist einer Datei im Weg. Es verschieben.',
    noMask: '{path} hat keine Maske: Keine der Masken hat diesen Namen.',
  },
  app: {
    value: '„{parameter}“ geht so nicht. Die Eingabe prüfen.',
    tooSmall: '„{parameter}“ muss mindestens {least} sein.',
    tooLarge: '„{parameter}“ darf höchstens {most} sein.',
    silent:
      'Pixelloom antwortet nicht. Prüfen, ob es in seinem Terminal noch läuft, und noch einmal versuchen.',
    garbled: 'Pixelloom hat etwas Unlesbares geantwortet (Status {status}). Die Seite neu laden.',
    noRuntime: 'Auf diesem Computer rechnet nichts. Einen Problembericht speichern.',
    runtime: '{name} läuft auf diesem Computer nicht. In den Einstellungen anders rechnen lassen.',
    cardLost:
      'Die Grafikkarte ging beim Rechnen verloren ({detail}). Noch einmal beginnen oder in den Einstellungen anders rechnen lassen.',
    folderGiven:
      'Der Datenordner wurde beim Start von Pixelloom gewählt: einen anderen mit --data-folder wählen.',
    moveWhenIdle: 'Etwas läuft gerade. Den Datenordner danach verlegen.',
    clearWhenIdle: 'Etwas läuft gerade. Den Zwischenspeicher danach leeren.',
    moving: 'Der Datenordner wird schon kopiert.',
    itself: 'Das ist der Datenordner selbst oder liegt in ihm. Einen Ordner anderswo wählen.',
    taken:
      'Darin gibt es schon einen Ordner namens Pixelloom, und er ist nicht leer. Einen anderen Ordner wählen.',
    noRoom:
      'Der Platz reicht nicht: {needed} werden gebraucht, {free} sind frei. Einen anderen Datenträger wählen.',
    copyDiffers:
      'Die Kopie von {path} ist nicht, was geschrieben wurde. Einen anderen Datenträger versuchen.',
    copyFailed: '{path} konnte nicht kopiert werden: {system}',
    moveGone: '{path} ist nicht mehr da. Die Daten bleiben, wo sie waren.',
  },
  runtimes: {
    noKernels: 'Für diese Art Rechner gibt es keinen kompilierten Code ({machine}).',
    kernelsFail: 'Der kompilierte Code lässt sich nicht laden ({system}).',
    kernelsOfAnother:
      'Der kompilierte Code ist der einer anderen Pixelloom-Version. Pixelloom neu installieren.',
    noInstructions: 'Dieser Prozessor hat kein {instructions}.',
    noWasmKernels: 'Der Code dafür fehlt. Pixelloom neu installieren.',
    wasmKernelsNewer: 'Es braucht eine neuere Umgebung für WebAssembly.',
    wasmKernelsFail: 'Es startet nicht ({system}).',
    noWasm: 'Das WebAssembly von TensorFlow.js, das nötig ist, startet nicht.',
    noJavaScript: 'Das einfache JavaScript von TensorFlow.js startet nicht.',
    noTensorflow: 'Es ist noch nicht installiert.',
    tensorflowElsewhere: 'Es wurde für {machine} installiert. Es noch einmal installieren.',
    tensorflowGone:
      'Die Bibliothek {library} ist nicht mehr da, wo es installiert wurde. Es noch einmal installieren.',
    tensorflowReplaced:
      'TensorFlow wurde nach der Installation hier durch eine andere Version ersetzt. Es noch einmal installieren.',
    tensorflowNewer: 'Es braucht {library}; dafür ist dieses System zu alt.',
    tensorflowFails: 'Es lässt sich nicht laden ({system}). Es noch einmal installieren.',
    tensorflowSilent: 'Die Bibliothek startet nicht.',
    noCard: 'Es gibt keine Grafikkarte mit einem Treiber für Vulkan, Metal oder Direct3D 12.',
    noLoader:
      'Der Lader von Vulkan fehlt. Das Paket libvulkan1 (Debian, Ubuntu) oder vulkan-loader (Fedora, Arch) installieren.',
    noDriver: 'Keine Grafikkarte hat hier einen Treiber für Vulkan. Den Treiber der Karte installieren.',
    noDawn: 'Das Paket webgpu ist nicht installiert oder hat nichts für {machine}.',
    dawnFails: 'WebGPU startet nicht: {system}.',
    noWindow: 'Kein Fenster leiht seine Grafikkarte.',
    windowFails: 'Das Fenster für die Grafikkarte lässt sich nicht öffnen ({system}).',
    imitation: 'Es rechnet auf dem Prozessor, was für eine Karte gemacht ist.',
    noAnswer: 'Es hat {seconds} Sekunden lang nicht geantwortet.',
    ended: 'Der Prozess wurde beim Versuch unerwartet beendet ({how}).',
    notUnderstood: 'Es hat geantwortet, was die App nicht versteht.',
  },
  tensorflow: {
    noNpm: 'npm fehlt, über das die Anbindung an TensorFlow kommt. Node.js installieren, das npm mitbringt.',
    notPublished:
      'Was npm als {name} {version} geschickt hat, ist nicht das, was veröffentlicht wurde. Die Quelle von npm prüfen und noch einmal versuchen.',
    noTar: 'Zum Entpacken der Pakete fehlt `tar`. Es installieren.',
    noTarForArchive: 'Zum Entpacken des Archivs fehlt `tar`. Es installieren.',
    windows: 'Die Erweiterung für TensorFlow lässt sich unter Windows noch nicht bauen.',
    noHeaders: 'Dieses TensorFlow hat in {path} keine C-Header. Version 2.10 oder neuer installieren.',
    noLibrary: 'In {path} ist keine Bibliothek von TensorFlow.',
    noCompiler:
      'Für die Erweiterung von TensorFlow fehlt ein C++-Compiler. Einen installieren (Debian: apt install g++).',
    noCompilerOnMac:
      'Für die Erweiterung von TensorFlow fehlt ein C++-Compiler. xcode-select --install ausführen.',
    noArchive: 'Für {platform} {arch} gibt es kein Archiv von TensorFlow. Es aus einem Python nehmen.',
    answers: '{url} antwortet mit {status}. TensorFlow stattdessen aus einem Python nehmen.',
    unreachable:
      'TensorFlow lässt sich nicht von {host} holen: Das Netz oder dieser Rechner ist nicht erreichbar. Die Verbindung prüfen oder es aus einem Python nehmen.',
    network: 'Das Netz ist nicht erreichbar. Die Verbindung prüfen und noch einmal versuchen.',
    failed: 'Die Installation ist gescheitert: {detail}.',
    full: 'Für TensorFlow ist kein Platz mehr. Platz schaffen und noch einmal versuchen.',
    fullBy:
      'Für TensorFlow ist kein Platz mehr: Bei der Installation braucht es {needed}, und {free} sind frei. Platz schaffen und noch einmal versuchen.',
    noPip: '{path} hat weder TensorFlow noch pip, um es zu holen. pip installieren.',
    oldPython: '{path} verhält sich nicht wie Python 3.8 oder neuer.',
    noPythonAt: 'Unter {path} ist kein Python. Den Pfad prüfen.',
    noPython: 'Hier ist kein Python. Python 3 installieren.',
    already: 'TensorFlow wird schon installiert.',
    notInstalled: 'TensorFlow ist nicht installiert; es wurde nichts entfernt.',
    deleted: 'Dieses TensorFlow ist inzwischen endgültig gelöscht. Es noch einmal installieren.',
    replaced: 'TensorFlow wurde inzwischen neu installiert.',
    noStep: 'TensorFlow wurde gebaut, trainiert aber keinen Schritt: {why}',
    noStepSaying: 'TensorFlow wurde gebaut, trainiert aber keinen Schritt: {why} Es sagt: {detail}.',
  },
  notes: {
    about: '{path}: {what}',
    kept: '{kept} von {count} Bildern sind schon da und bleiben.',
    completed:
      '{done} von {count} Bildern sind ergänzt und bleiben. Noch einmal gestartet, geht es dort weiter.',
    existed: '{existed} von {count} Bildern sind schon ergänzt und bleiben so.',
    existedOtherwise:
      '{existed} von {count} Bildern sind schon ergänzt und bleiben so. {others} davon wurden mit anderen Einstellungen gezeichnet (Modell, Maske, Startwert ...).',
    takes: 'In eigener Größe dauert das Zeichnen etwa {takes}.',
    takesLonger:
      'In eigener Größe dauert das Zeichnen etwa {takes}. Nach {seconds} bleibt der Rest im Maßstab des Modells.',
    over: 'Die Zeit ist um: {percent} % sind in der Größe des Fotos gezeichnet, der Rest im Maßstab des Modells.',
    weights: '{weights} Gewichte, {images} Bilder.',
    memory: 'Das Training braucht {needed} Speicher, und {free} sind frei.',
    disk: 'Der Datenträger ist fast voll: {free} sind frei, und ein Zwischenstand braucht {needed}.',
    otherData: 'Die Daten haben jetzt {count} Bilder; beim Beginn dieses Trainings waren es {before}.',
    cardBack:
      'Die Grafikkarte ging beim Rechnen verloren und ist wieder da. Es geht beim letzten Schritt weiter.',
    cardGone:
      'Die Grafikkarte ging beim Rechnen verloren und bleibt weg. Es geht beim letzten Schritt auf dem Prozessor weiter.',
    cardPageGone:
      'Die Seite, deren Grafikkarte gerechnet hat, ist geschlossen. Es geht beim letzten Schritt auf dem Prozessor weiter.',
    cardPageAway:
      'Gewählt ist die Grafikkarte eines Browsers, und keine Seite, die sie leiht, ist offen: Es wird automatisch gewählt.',
    notCached: 'Dekodierte Bilder lassen sich nicht aufheben und werden im Speicher dekodiert. {why}',
    decodedAgain: 'Der Vorrat dekodierter Bilder war beschädigt. Alle Bilder werden neu dekodiert.',
    someDecodedAgain: 'Der Vorrat dekodierter Bilder war beschädigt. Die betroffenen werden neu dekodiert.',
    decodedAsNeeded:
      'Der Vorrat dekodierter Bilder war beschädigt. Die betroffenen werden dekodiert, wenn sie gebraucht werden.',
  },
}

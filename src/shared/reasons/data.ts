import type { Area } from './sentence'

const noImage =
  'There is no usable image in {path}. Choose a folder with PNG, JPEG, WebP, GIF, AVIF, HEIC or TIFF files.'
const known = 'a folder of images, an image, an MNIST IDX file, CIFAR-10 batches (.bin) or a .npy file'
const announced = '{path} is {size:grouped} bytes long, but its header announces'
const images = '{count:number} images of {width:number} x {height:number}, {expected:grouped} bytes'

/** What a model is to learn from. */
export const data = {
  missing: ['not-found', 'There is nothing at {path}. Check the path of the data.'],
  noImages: ['no-images', noImage],
  noneUsable: ['no-images', `${noImage} {count:number} files were left out; the first, {first}, {why:told}`],
  oneUnusable: ['no-images', `${noImage} 1 file was left out; the first, {first}, {why:told}`],
  emptyFile: ['no-images', '{path} holds no images. Choose another file.'],
  nothing: ['no-images', 'There are no images to learn from. Add some.'],
  one: [
    'too-few-images',
    'There is 1 image, and at least 2 are needed: one to learn from and one to hold out for validation. Add images, or set the validation share to 0.',
  ],
  vanished: [
    'unreadable',
    "{path} can't be read any more: it {why:told} Put it back, or start again without it.",
  ],
  memory: [
    'invalid-argument',
    '{count:number} images need {needed:gigabytes} of memory, more than there is. Use fewer of them (limit) or a smaller size.',
  ],
  otherChannels: [
    'invalid-argument',
    '{path} has {channels:number} channel(s) an image, and {asked:number} are asked for. A .npy file is used as it is.',
  ],
  crop: [
    'invalid-argument',
    "Images of {width:number} x {height:number} pixels can't be cut by {crop:number}. Choose a smaller --crop.",
  ],
  empty: ['bad-data-file', `{path} is empty. Expected ${known}.`],
  unknownKind: ['bad-data-file', `{path} is of no kind that is known. Expected ${known}.`],
  labels: ['bad-data-file', '{path} holds labels. Choose the file of images, whose name has "idx3" in it.'],
  idxMagic: [
    'bad-data-file',
    '{path} has the IDX magic {found}; expected 0x00000803, images of unsigned bytes.',
  ],
  idxShort: [
    'bad-data-file',
    '{path} is {size:grouped} bytes long, less than the {header:number} of an IDX header.',
  ],
  idxCut: ['bad-data-file', `${announced} ${images}. It is truncated: get a whole copy.`],
  idxLong: ['bad-data-file', `${announced} ${images}. It is damaged: get another copy.`],
  gzip: ['bad-data-file', '{path} is a damaged gzip file ({detail}). Get a whole copy of it.'],
  gzipLong: [
    'bad-data-file',
    '{path} unpacks to more than the {limit:number} bytes that its header announces.',
  ],
  npyCut: [
    'bad-data-file',
    `${announced} [{shape}], {expected:grouped} bytes. It is truncated: write it again.`,
  ],
  npyLong: [
    'bad-data-file',
    `${announced} [{shape}], {expected:grouped} bytes. It is damaged: write it again.`,
  ],
  npyHeaderCut: ['bad-data-file', '{path} is truncated: it ends within its header.'],
  npyVersion: ['bad-data-file', '{path} has version {version:number} of the npy format; expected 1, 2 or 3.'],
  npyHeaderLong: [
    'bad-data-file',
    '{path} announces a header of {size:grouped} bytes. It is damaged: write it again.',
  ],
  npyHeader: ['bad-data-file', '{path} has a damaged header. Write it again.'],
  npyType: ['bad-data-file', '{path} holds {type}; expected uint8. Save it with .astype("uint8").'],
  npyOrder: [
    'bad-data-file',
    '{path} is in Fortran order; expected C order. Save numpy.ascontiguousarray(images).',
  ],
  npyShape: [
    'bad-data-file',
    '{path} holds an array [{shape}]; expected [N, H, W, C] with C 1 or 3, or [N, H, W].',
  ],
  cifarLength: [
    'bad-data-file',
    '{path} is {size:grouped} bytes long; CIFAR-10 batches are whole records of {record:grouped} bytes. Get a whole copy.',
  ],
  cifarLabel: [
    'bad-data-file',
    '{path} has the label {label:number} in record {record:number}; CIFAR-10 has 0 to 9. It is damaged or of another kind.',
  ],
} as const satisfies Area

import type { Area } from './sentence'

/** What is to be filled, and how it lies on the photo. */
export const masks = {
  emptyFile: [
    'mask-empty',
    'The mask has nothing to fill. Paint what is to be filled white, or make it transparent.',
  ],
  emptyPart: ['mask-empty', 'The mask has nothing to fill. Choose a part.'],
  nothingTransparent: [
    'mask-empty',
    'Nothing in the image is transparent. Erase what is to be filled, or choose it by a mask.',
  ],
  notPainted: ['mask-empty', 'Nothing is painted: paint over what is to be filled.'],
  notPaintedYet: ['mask-empty', 'Nothing is painted on this photo yet.'],
  fromRow: ['mask-empty', 'Nothing is left to draw from row {row:number} on. Begin further up.'],
  otherSize: [
    'mask-size',
    "The mask is {width:number} x {height:number} pixels and the image {imageWidth:number} x {imageHeight:number} pixels. Scale the mask to the image's size.",
  ],
  otherPhoto: [
    'mask-size',
    'The mask is {width:number} x {height:number} pixels, the photo {imageWidth:number} x {imageHeight:number}. Paint it anew.',
  ],
  torn: ['invalid-argument', 'The mask does not fit its size. Paint it anew.'],
  newer: ['unsupported', 'This mask was kept by a newer Pixelloom. Update this one to go on with it.'],
  missed: [
    'invalid-argument',
    "The frame of {width:number} x {height:number} pixels at {x:number}, {y:number} doesn't hold the hole of {holeWidth:number} x {holeHeight:number} pixels at {holeX:number}, {holeY:number}. Move it over the hole, or make it larger.",
  ],
  missedAll: [
    'invalid-argument',
    "The frame of {width:number} x {height:number} pixels at {x:number}, {y:number} doesn't hold any hole. Move it over the hole, or make it larger.",
  ],
  unlike: [
    'invalid-argument',
    'The picture to be like has {width:number} x {height:number} pixels of {channels:number} channels and {bits:number} bits, the photo {photoWidth:number} x {photoHeight:number} pixels of {photoChannels:number} channels and {photoBits:number} bits. Choose a completion of this photo.',
  ],
  likeOther: [
    'invalid-argument',
    'This variant is of another photo: choose one of the photo that is to be completed.',
  ],
} as const satisfies Area

import { train as english } from '../en/train'

export const train = english

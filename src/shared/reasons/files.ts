import type { Area } from './sentence'

/** Reading and writing, whatever it is. */
export const files = {
  missing: ['not-found', 'There is nothing at {path}. Check the path.'],
  denied: ['unreadable', "{path} can't be read: permission denied. Give yourself access to it."],
  linkLoop: ['unreadable', '{path} is a link that leads back to itself. Remove it or mend it.'],
  isFolder: ['unreadable', '{path} is a folder, where a file is expected.'],
  isDevice: ['unreadable', '{path} is a pipe, a socket or a device, not a file.'],
  tooManyOpen: ['unreadable', "{path} can't be read: too many files are open. Close some programs."],
  unreadable: ['unreadable', "{path} can't be read ({system}). Check the disk that it is on."],
  full: ['disk', 'There is no space left to write {path}. Free some, or choose another disk.'],
  readOnly: ['disk', '{path} is on a disk that can only be read. Choose another folder.'],
  writeDenied: ['disk', "{path} can't be written: permission denied. Choose a folder of your own."],
  noParent: ['disk', "{path} can't be written: its folder doesn't exist. Make the folder first."],
  inTheWay: ['disk', "{path} can't be written: something else is in its place. Choose another name."],
  unwritable: ['disk', "{path} can't be written ({system}). Check the disk that it is on."],
  notWhole: ['invalid-argument', '"{typed}" is not a whole path: start it at the root or with ~.'],
  folderSeen: ['unreadable', '{path} leads to a folder that was already read'],
  namedDevice: ['unreadable', '{path} is a pipe, a socket or a device, not a file'],
  deadLink: ['not-found', '{path} is a link to something that is not there'],
  namedFolder: ['not-an-image', '{path} is a folder, though its name is that of an image'],
} as const satisfies Area

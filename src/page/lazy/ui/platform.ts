/** On a Mac, ⌘ is the key of shortcuts, and Ctrl with a letter moves the caret. */
export const IS_MAC = /Mac|iP(?:hone|ad)/.test(navigator.platform);

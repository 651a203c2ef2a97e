/**
 * Advisory locks on households, and on persons without one, by the hash of the id's text: who raises or withdraws clues
 * of them holds theirs until the commit, taken in the order of the ids.
 */
export const EVALUATION_LOCK_CLASS = 0x6576_616c;

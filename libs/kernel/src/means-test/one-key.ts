import { oneText } from './one-text.js';

/**
 * One key for each of some lists of texts, all of one length, by which they are compared: lists are equal when their keys
 * are. Where it can be, a key is a number, made of the places at which each text was first met: that is a fraction of
 * what it takes to join a hundred characters and to look them up.
 */
export function oneKeys(lists: readonly (readonly string[])[]): readonly (number | string)[] {
  const width = lists[0]?.length ?? 0;
  const keys = new Array<number>(lists.length).fill(0);
  let radix = 1;
  for (let column = 0; column < width; column++) {
    const places = new Map<string, number>();
    for (let row = 0; row < lists.length; row++) {
      const text = lists[row]?.[column] ?? '';
      let place = places.get(text);
      if (place === undefined) {
        place = places.size;
        places.set(text, place);
      }
      keys[row] = (keys[row] ?? 0) + place * radix;
    }
    radix *= places.size;
    if (radix > Number.MAX_SAFE_INTEGER) return lists.map(oneText);
  }
  return keys;
}

/** As `Map.groupBy`, in the order in which each list was first met. */
export function groupsOf<Item>(
  items: readonly Item[],
  textsOf: (item: Item) => readonly string[],
): Iterable<Item[]> {
  const keys = oneKeys(items.map(textsOf));
  return Map.groupBy(items, (_item, index) => keys[index]).values();
}

/**
 * What was computed once of something, by name. It is kept with what it is of, and goes with it: what is kept beside, in a
 * WeakMap, outlives it until the whole heap is looked through, which costs more than what it saves.
 */
export class Computed {
  #values: Map<symbol, unknown> | undefined;

  once<Value>(name: symbol, make: () => Value): Value {
    this.#values ??= new Map();
    if (this.#values.has(name)) return this.#values.get(name) as Value;
    const value = make();
    this.#values.set(name, value);
    return value;
  }
}

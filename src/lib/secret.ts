/** A text that must not leak: whatever prints, logs or serialises it gets `***`. Only `reveal` gives it away, so uses can be found. */
import { inspect } from "node:util";

const MASK = "***";

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  [inspect.custom](): string {
    return MASK;
  }
}

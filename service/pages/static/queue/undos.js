/** What has been decided on this page and can be taken back, the newest first. */

const FINAL = new Set([404, 409]); // answers after which trying again would not help

export class Undos {
  #entries = [];

  /** `say(text, {undo})` tells the moderator what came of it. */
  constructor(say) {
    this.say = say;
  }

  get any() {
    return this.#entries.length > 0;
  }

  /**
   * Remembers something done. `recorded` resolves to what the API recorded of it, or to null where
   * that failed; `takeBack(recorded)` undoes it and resolves to what to say then.
   */
  push(entry) {
    this.#entries.push(entry);
    return entry;
  }

  /** Forgets what was not recorded after all. */
  drop(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /** Takes back the newest. */
  async undo() {
    const newest = this.#entries.pop();
    if (!newest) {
      this.say("There is nothing to undo.");
      return;
    }
    const recorded = await newest.recorded;
    if (!recorded) return; // it had failed, and said so
    try {
      const said = await newest.takeBack(recorded);
      this.say(said, { undo: this.any });
    } catch (error) {
      if (!FINAL.has(error.status)) this.#entries.push(newest); // worth another try
      this.say(`Could not undo: ${error.message}`, { undo: this.any });
    }
  }
}

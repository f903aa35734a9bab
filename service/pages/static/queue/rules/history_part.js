/** Who changed what, and when; the newest first. */

import { html, useEffect, useState } from "../../vendor/html.js";
import { Difference } from "./difference.js";
import { Doing, Field, Select, Trouble } from "./pieces.js";
import { moment } from "./sentences.js";
import { readChanges } from "./service.js";

const KINDS = { "": "Everything", rules: "Rules", words: "Word lists", site: "Settings", article: "Articles" };

const TITLES = {
  rules: () => "The rules",
  site: () => "The site’s settings",
  words: (subject) => `The word list “${subject}”`,
  article: (subject) => `The article ${subject}`,
};

/** `shown` says whether this part is the one on the screen: it is read anew each time. */
export function HistoryPart({ site, shown }) {
  const [what, setWhat] = useState("");
  const [items, setItems] = useState(null);
  const [next, setNext] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const read = async (cursor) => {
    setTrouble(null);
    try {
      const page = await readChanges(site, what, cursor);
      setItems((before) => (cursor ? [...before, ...page.items] : page.items));
      setNext(page.next_cursor);
    } catch (error) {
      setTrouble(error.message);
    }
  };
  useEffect(() => {
    if (shown) read(null);
  }, [site, what, shown]);
  return html`<section aria-labelledby="history-title">
    <h2 id="history-title">History</h2>
    <p class="intro">Every change of rules, word lists, settings and articles, here, by API or on the server. Nothing is ever taken out.</p>
    <div class="pick"><${Field} label="Show" control=${(given) =>
      html`<${Select} ...${given} options=${KINDS} value=${what} onChange=${setWhat} />`} /></div>
    ${trouble && html`<${Trouble}>${trouble}<//>`}
    ${items?.length === 0 && html`<p class="empty">Nothing has been changed yet.</p>`}
    <ol class="history">
      ${(items ?? []).map((change) => html`<li key=${change.id}>
        <p class="when"><strong>${TITLES[change.what](change.subject)}</strong>
          <span>${change.by.name}, <time datetime=${change.at}>${moment(change.at)}</time></span></p>
        <${Difference} ...${change} />
      </li>`)}
    </ol>
    ${next && html`<p><${Doing} onPress=${() => read(next)}>Show earlier changes<//></p>`}
  </section>`;
}

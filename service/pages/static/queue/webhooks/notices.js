/** Webhooks that the service itself disabled: said above everything until somebody mends them. */

import { byId, make } from "../dom.js";
import { notices } from "./calls.js";
import { webhookAddress } from "./place.js";
import { moment } from "./words.js";

/** Shows what there is to know; where there is nothing, nothing. */
export async function showNotices() {
  const items = await notices();
  byId("notices").replaceChildren(...items.map(notice));
}

function notice({ at, because, webhook }) {
  return make("div", { class: "notice" },
    make("p", {}, make("strong", {}, "A webhook was disabled. "),
      make("a", { href: webhookAddress(webhook.id) }, webhook.url), ` on ${moment(at)}: ${because}`),
    make("p", {}, "Once its receiver works again, make it active and send again what failed."));
}

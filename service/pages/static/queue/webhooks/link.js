/** The way from the queue to the webhooks, for those who may go there. */

import { byId, make } from "../dom.js";
import { notices } from "./calls.js";

/** Puts the link into the head of the page; it says how many webhooks the service has disabled. */
export async function offerWebhooks({ role }) {
  if (role !== "admin") return;
  const link = make("a", { href: "/queue/webhooks" }, "Webhooks");
  byId("account").before(link);
  const { length } = await notices();
  if (length) link.textContent = `Webhooks (${length} disabled)`;
}

/** What the link to the webhooks says, for those who may go there. */

import { byId } from "../dom.js";
import { notices } from "./calls.js";

/** Has the link in the head of the page say how many webhooks the service has disabled. */
export async function tellDisabled({ role }) {
  if (role !== "admin") return;
  const { length } = await notices();
  if (length) byId("to-webhooks").textContent = `Webhooks (${length} disabled)`;
}

/**
 * Which comments a browser tab has reserved, and in which view: remembered for its own reload, and
 * left behind when it is closed, for the next tab that opens.
 */

const OWN = "belowline.leases"; // of this tab alone
const LEFT = "belowline.leases.left"; // of the tab that was closed last
const NOTHING = { address: null, ids: [] };

addEventListener("pagehide", () => {
  const own = sessionStorage.getItem(OWN);
  if (own) localStorage.setItem(LEFT, own);
});

/** `{address, ids}`: what this tab had before a reload, else what another one left. */
export function recall() {
  const known = sessionStorage.getItem(OWN) ?? localStorage.getItem(LEFT);
  localStorage.removeItem(LEFT);
  return known ? JSON.parse(known) : NOTHING;
}

export function remember(address, ids) {
  sessionStorage.setItem(OWN, JSON.stringify({ address, ids: [...ids] }));
}

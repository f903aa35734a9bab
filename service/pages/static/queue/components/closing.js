/** Closes the dialog that an element is in; the browser gives the focus back. */
export const close = (element) => element.closest("dialog").close();

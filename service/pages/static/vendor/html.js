/** Preact with htm, as our pages use them: components written as `html` templates, no build step. */

import htm from "./htm.js";
import { h } from "./preact.js";

export const html = htm.bind(h);
export { createContext, Fragment, render } from "./preact.js";
export {
  useCallback,
  useContext,
  useEffect,
  useErrorBoundary,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "./hooks.js";

/** The desk, for every component that has a button. */

import { createContext, useContext } from "../../vendor/html.js";

export const DeskContext = createContext(null);
export const useDesk = () => useContext(DeskContext);

/** Draws the first page at the server (`src/api/portal/first_page.ts`): it is read before any script has come. */
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { App } from "./app.tsx";
import type { First } from "./first.ts";

export const draw = (first: First): string =>
  renderToString(
    <StrictMode>
      <App first={first} />
    </StrictMode>,
  );

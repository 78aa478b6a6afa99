// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./style.css";
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { begin } from "./api.ts";
import { App } from "./app.tsx";
import { readFirst } from "./first.ts";
import { tellWorker } from "./offline.ts";
import { pathNow } from "./router.tsx";

const first = readFirst();
if (!first) {
  const path = pathNow();
  begin("/me");
  if (path === "/" || /^\/matters\/[^/]+$/.test(path)) begin(path === "/" ? "/matters" : path);
}

const root = document.querySelector("#root")!;
const app = (
  <StrictMode>
    <App first={first} />
  </StrictMode>
);
if (root.hasChildNodes()) hydrateRoot(root, app);
else createRoot(root).render(app);

// Once the page is there: it must not wait for it. Without one all works as well, but for opening it without a network.
if ("serviceWorker" in navigator)
  window.addEventListener("load", () => {
    void navigator.serviceWorker.register("/portal/sw.js", { scope: "/portal" }).catch(() => {});
    // These came with the page, past it. Whose session is over leaves nothing to be read.
    if (first) tellWorker(first.me === null ? "forget" : { keep: first.answers });
  });

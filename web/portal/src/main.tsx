// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./style.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { begin } from "./api.ts";
import { App } from "./app.tsx";
import { pathNow } from "./router.tsx";

begin("/me");
const first = pathNow();
if (first === "/" || /^\/matters\/[^/]+$/.test(first)) begin(first === "/" ? "/matters" : first);

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// Once the page is there: it must not wait for it. Without one all works as well, but for opening it without a network.
if ("serviceWorker" in navigator)
  window.addEventListener("load", () => void navigator.serviceWorker.register("/portal/sw.js", { scope: "/portal" }).catch(() => {}));

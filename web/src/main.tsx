// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "@mantine/core/styles.css";
// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "@mantine/notifications/styles.css";
// oxlint-disable-next-line import/no-unassigned-import -- styles have no value
import "./style.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api.ts";
import { Toasts } from "./parts/undo.tsx";
import { router } from "./routes.tsx";
import { quieter, theme } from "./theme.ts";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refuses it refuses again; only where it did not answer is a second try worth it.
      retry: (count, error) => count < 2 && error instanceof ApiProblem && error.body.status === 0,
    },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

createRoot(document.querySelector("#root")!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={quieter} getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

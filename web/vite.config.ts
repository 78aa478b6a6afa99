import react from "@vitejs/plugin-react";
import { join, resolve } from "node:path";
import { build, defineConfig, type Plugin } from "vite";

/** Where `privity serve` listens while the page is being developed with `npm run dev`. */
const SERVER = "http://127.0.0.1:8790";

/** Beside the pages, what draws the clients' first one at the server (`src/api/web.ts`), React and all. */
function drawnAtServer(): Plugin {
  let outDir = "";
  return {
    name: "drawn-at-server",
    apply: "build",
    configResolved: (config) => void (outDir = resolve(config.root, config.build.outDir)),
    closeBundle: async () => {
      await build({
        configFile: false,
        logLevel: "warn",
        root: import.meta.dirname,
        publicDir: false,
        plugins: [react()],
        define: { "process.env.NODE_ENV": JSON.stringify("production") },
        ssr: { noExternal: true },
        build: {
          ssr: join(import.meta.dirname, "portal/src/server.tsx"),
          outDir: join(outDir, ".server"),
          emptyOutDir: true,
          rolldownOptions: { output: { entryFileNames: "portal.mjs", chunkFileNames: "[name].mjs" } },
        },
      });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), drawnAtServer()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The members' app, and the clients' own, which shares React with it and nothing else.
    rolldownOptions: { input: { index: join(import.meta.dirname, "index.html"), portal: join(import.meta.dirname, "portal/index.html") } },
    // Says which file holds which page (scripts/web_size.ts).
    manifest: true,
    chunkSizeWarningLimit: 800,
    // These know light-dark(); for older ones it would be rewritten into something that does not see Mantine's choice.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "^/(portal/)?api/": {
        target: SERVER,
        changeOrigin: true,
        // The server takes changes from its own page only.
        configure: (proxy) => proxy.on("proxyReq", (request) => request.getHeader("origin") && request.setHeader("origin", SERVER)),
      },
    },
  },
});

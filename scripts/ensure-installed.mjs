// Installs what is missing, so that `npm start` and `npm test` are the only commands a newcomer needs.
// Only what Node ships with may be imported here.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0] = process.versions.node.split(".").map(Number);

if (major < 20) {
    console.error(
        `Windlass needs Node 20 or newer; this is ${process.version}. Install it from nodejs.org and run again.`,
    );
    process.exit(2);
}
if (isStale()) install();

/** npm writes its own copy of the lock file last, so its age tells whether an install ended, and with which lock. */
function isStale() {
    const installed = join(root, "node_modules", ".package-lock.json");
    if (!existsSync(installed)) return true;
    return statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs;
}

function install() {
    console.error("Installing the packages of package-lock.json …");
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    // The Kubernetes package would download a Pulumi plugin when installed; nothing here needs it.
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status, error } = spawnSync(npm, args, {
        cwd: root,
        stdio: ["ignore", 2, 2],
        shell: process.platform === "win32",
    });
    if (status === 0) return;
    console.error(`npm ci failed${error ? `: ${error.message}` : ""}. Is the package registry reachable?`);
    process.exit(2);
}

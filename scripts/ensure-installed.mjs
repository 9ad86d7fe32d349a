// Installs what is missing, so that `npm start` and `npm test` are the only commands a newcomer needs. The project itself and
// every mesh that `windlass init` makes have it. Only what Node ships with may be imported here.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = join(root, "package.json");
const lock = join(root, "package-lock.json");
const [major = 0] = process.versions.node.split(".").map(Number);

if (major < 20) {
    console.error(
        `Windlass needs Node 20 or newer; this is ${process.version}. Install it from nodejs.org and run again.`,
    );
    process.exit(2);
}
if (isStale()) install();

/** npm writes its own copy of the lock file last, so its age tells whether an install ended, and with what. */
function isStale() {
    const installed = join(root, "node_modules", ".package-lock.json");
    if (!existsSync(installed) || !existsSync(lock)) return true;
    const age = statSync(installed).mtimeMs;
    return age < statSync(lock).mtimeMs || (age < statSync(manifest).mtimeMs && !isLocked());
}

/** Whether the lock file was made for what package.json asks for now; `npm ci` refuses any other. */
function isLocked() {
    if (!existsSync(lock)) return false;
    const asked = JSON.parse(readFileSync(manifest, "utf8"));
    const locked = JSON.parse(readFileSync(lock, "utf8")).packages?.[""] ?? {};
    return ["dependencies", "devDependencies"].every((part) => sorted(asked[part]) === sorted(locked[part]));
}

function sorted(dependencies = {}) {
    return JSON.stringify(Object.entries(dependencies).sort());
}

function install() {
    const [command, what] = isLocked()
        ? ["ci", "of package-lock.json"]
        : ["install", "that package.json asks for"];
    console.error(`Installing the packages ${what} …`);
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    // The Kubernetes package would download a Pulumi plugin when installed; nothing here needs it.
    const args = [command, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { status, error } = spawnSync(npm, args, {
        cwd: root,
        stdio: ["ignore", 2, 2],
        shell: process.platform === "win32",
    });
    if (status === 0) return;
    console.error(
        `npm ${command} failed${error ? `: ${error.message}` : ""}. Is the package registry reachable?`,
    );
    process.exit(2);
}

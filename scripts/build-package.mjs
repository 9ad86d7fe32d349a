// Makes what the npm package holds beside the checkout's own files: compiled JavaScript in lib/, and the workflows of a mesh
// in templates/workflows/. Run by `npm pack` and `npm publish`, which call it with --clean afterwards.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const made = [join(root, "lib"), join(root, "templates", "workflows")];
for (const folder of made) rmSync(folder, { recursive: true, force: true });
if (process.argv.includes("--clean")) process.exit(0);

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: ["ignore", 2, 2] });
const workflows = join(root, "templates", "workflows");
mkdirSync(workflows);
// The list of them is the code's (adapters/files/template-source.ts), which has just been compiled.
const { MESH_WORKFLOWS } = createRequire(import.meta.url)("../lib/adapters/files/template-source.js");
for (const name of MESH_WORKFLOWS) {
    cpSync(join(root, ".github", "workflows", `${name}.yaml`), join(workflows, `${name}.yaml`));
}

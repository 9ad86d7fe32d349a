import { existsSync, lstatSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";

import { writeFileAtomic } from "../adapters/files/atomic-write-store";
import { packageFacts } from "../adapters/files/package-source";
import { readMeshTemplate } from "../adapters/files/template-source";
import { ExitStatus } from "../lifecycle/kit/errors";
import { meshFiles } from "../lifecycle/settings/mesh-template";
import type { Invocation } from "./command";
import type { initCommand } from "./definitions/init";

/** Makes a mesh repository. */
export function run({ root, options, positionals, terminal }: Invocation<typeof initCommand>): ExitStatus {
    const [folder = "."] = positionals;
    const target = resolve(root, folder);
    const files = meshFiles(readMeshTemplate(), {
        name: options.name ?? projectName(target),
        stack: options.stack,
        context: options.context,
        version: packageFacts().version,
    });
    const kept = [...files.keys()].filter((path) => lstatSync(join(target, path), { throwIfNoEntry: false }));
    const written = [...files].filter(([path]) => !kept.includes(path));
    for (const [path, text] of written) writeFileAtomic(join(target, path), text);
    if (options.json) {
        terminal.print(JSON.stringify({ folder: target, written: written.map(([path]) => path), kept }));
        return ExitStatus.ok;
    }
    const place = relative(root, target) || ".";
    terminal.print(`${place}: ${written.length} files written`);
    for (const path of kept) terminal.note(`kept     ${path}, which was there already`);
    const enter = place === "." ? "" : `cd ${place} && `;
    const git = existsSync(join(target, ".git")) ? "" : "git init && ";
    terminal.print(`Next: ${enter}${git}npm start`);
    return ExitStatus.ok;
}

/** The folder's own name, as far as Pulumi takes it for a project's. */
function projectName(folder: string): string {
    const plain = basename(folder)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "");
    return plain.slice(0, 63).replace(/-+$/, "") || "mesh";
}

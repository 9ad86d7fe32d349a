import { existsSync, lstatSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";

import { writeFileAtomic } from "../adapters/files/atomic-write-store";
import { packageFacts } from "../adapters/files/package-source";
import { readMeshTemplate } from "../adapters/files/template-source";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { meshFiles } from "../lifecycle/settings/mesh-template";
import { type Command, JSON_OPTION } from "./command";

/** Makes a mesh repository. */
export const initCommand: Command = {
    name: "init",
    summary: "Make a mesh repository: stacks/, apps/ with one example, a program of a few lines, workflows",
    operands: "[DIR]",
    project: "none",
    options: {
        name: {
            type: "string",
            value: "NAME",
            help: "Name of the Pulumi project (default: that of the folder)",
        },
        stack: { type: "string", value: "STACK", help: "Name of the first stack (default: dev)" },
        context: {
            type: "string",
            value: "CONTEXT",
            help: "Context of the kubeconfig that reaches its cluster (default: the current one)",
        },
        json: JSON_OPTION,
    },
    notes: [
        "DIR is made where it is missing (default: this folder). Nothing in it is overwritten: a file that is there",
        "already is kept, and named. `npm start` and `npm test` are green in it at once.",
    ].join("\n"),
    run({ root, options, positionals, terminal }) {
        const [folder = ".", ...more] = positionals;
        if (more.length > 0)
            throw new WindlassError({
                value: more[0],
                rule: "init takes one folder",
                remedy: "See `windlass init --help`",
            });
        const target = resolve(root, folder);
        const files = meshFiles(readMeshTemplate(), {
            name: (options["name"] as string | undefined) ?? projectName(target),
            stack: (options["stack"] as string | undefined) ?? "dev",
            context: options["context"] as string | undefined,
            version: packageFacts().version,
        });
        const kept = [...files.keys()].filter((path) =>
            lstatSync(join(target, path), { throwIfNoEntry: false }),
        );
        const written = [...files].filter(([path]) => !kept.includes(path));
        for (const [path, text] of written) writeFileAtomic(join(target, path), text);
        if (options["json"]) {
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
    },
};

/** The folder's own name, as far as Pulumi takes it for a project's. */
function projectName(folder: string): string {
    const plain = basename(folder)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "");
    return plain.slice(0, 63).replace(/-+$/, "") || "mesh";
}

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

import { WindlassError } from "../lifecycle/kit/errors";
import { type MeshProgram, defineMesh, isMeshProgram } from "../program/define-mesh";
import { evaluate } from "./evaluate";

/** The file Pulumi runs, and so the one that says what a mesh consists of. */
export const PROGRAM_FILE = "index.ts";

const programs = new Map<string, Promise<MeshProgram>>();

/**
 * The program of the project at this root: what its `index.ts` exports. Loaded once; a project without the file has the
 * plain one, `defineMesh()`.
 *
 * @throws WindlassError where it cannot be loaded, exports something else, or registers resources outside of `extend`:
 * those would be seen by Pulumi alone
 */
export function loadProgram(root: string): Promise<MeshProgram> {
    const path = resolve(root, PROGRAM_FILE);
    const program = programs.get(path) ?? requireProgram(path);
    programs.set(path, program);
    return program;
}

async function requireProgram(path: string): Promise<MeshProgram> {
    if (!existsSync(path)) return defineMesh();
    let exported: unknown;
    // As Pulumi does it: what the module itself registers arrives where registrations are counted.
    const registrations = await evaluate(() => {
        exported = load(path);
    });
    const [stray] = registrations.filter(({ type }) => type !== "pulumi:pulumi:Stack");
    if (stray) {
        throw new WindlassError({
            file: PROGRAM_FILE,
            value: stray.name,
            rule: "is declared outside of every layer, where no gate and no render sees it",
            remedy: "Declare it in `extend` of defineMesh, with the options of the layer it belongs to",
        });
    }
    if (isMeshProgram(exported)) return exported;
    throw new WindlassError({
        file: PROGRAM_FILE,
        rule: "does not export a mesh, so that nobody but Pulumi knows what it declares",
        remedy: 'Write `export = defineMesh({ … })`, with defineMesh of "windlass"; resources of your own belong into its extend',
    });
}

function load(path: string): unknown {
    const require = createRequire(path);
    // The compiled package reads no TypeScript by itself; a checkout runs in a reader of it already.
    if (!require.extensions[".ts"]) createRequire(join(__dirname, "load-program.js"))("tsx/cjs");
    try {
        return require(path);
    } catch (error) {
        throw new WindlassError({
            file: PROGRAM_FILE,
            rule: `cannot be loaded: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
            remedy: "It only exports defineMesh({ … }); see the error by running it with --trace",
        });
    }
}

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../lifecycle/kit/errors";
import { isThere } from "../adapters/files/text-source";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { readSettings } from "../adapters/files/settings-source";
import { sidecarsFile } from "../adapters/files/sidecars-store";
import { APPS_FOLDER } from "../adapters/files/app-files";
import { manifestReader } from "../adapters/files/manifest-source";
import { type MeshProgram, defineMesh } from "../program/define-mesh";
import { PROGRAM_FILE } from "../render/load-program";
import { type ReadApp, readStackVersion } from "./read-stack-version";
import type { StackPair } from "./version";

/** Reads stacks in two versions of a project. */
export interface PairReader {
    /** Undefined where nothing that a stack is made from differs: it is then not evaluated at all. */
    read(stack: string): Promise<StackPair | undefined>;
}

/** What {@link pairReader} knows beside the folders. */
export interface PairReaderArgs {
    /** Apps that are known to be the same, and need not be in the older folder. @default none */
    readonly sameApps?: ReadonlySet<string>;
    /** The newer version's program. @default the plain one */
    readonly program?: MeshProgram;
}

/**
 * A reader for two folders that each stand for the project's root. An app that is the same in both is read once, so what is
 * compared later is the very same object.
 *
 * The older version's own program is not run. Where it is another one, what extends the newer is compared with nothing, so
 * that it is shown whole and judged whole.
 */
export function pairReader(
    fromRoot: string,
    toRoot: string,
    { sameApps = new Set(), program = defineMesh() }: PairReaderArgs = {},
): PairReader {
    const same = remembered(
        (app: string) =>
            sameApps.has(app) || sameFolder(join(fromRoot, APPS_FOLDER, app), join(toRoot, APPS_FOLDER, app)),
    );
    const readTo = appReader(toRoot);
    const readOther = appReader(fromRoot);
    const readFrom: ReadApp = (app, stack) => (same(app) ? readTo : readOther)(app, stack);
    const isSameProgram = sameFile(join(fromRoot, PROGRAM_FILE), join(toRoot, PROGRAM_FILE));
    const before = isSameProgram ? program : defineMesh();
    return {
        async read(stack) {
            if (isSameProgram && isSameStack(fromRoot, toRoot, stack, same)) return undefined;
            const has = (root: string): boolean => isThere(root, settingsFile(stack));
            const from = has(fromRoot)
                ? await readStackVersion(fromRoot, stack, readFrom, before)
                : undefined;
            const to = has(toRoot) ? await readStackVersion(toRoot, stack, readTo, program) : undefined;
            return { stack, from, to };
        },
    };
}

function isSameStack(
    fromRoot: string,
    toRoot: string,
    stack: string,
    same: (app: string) => boolean,
): boolean {
    const files = [settingsFile(stack), lockFileName(stack), sidecarsFile(stack)];
    if (!files.every((file) => sameFile(join(fromRoot, file), join(toRoot, file)))) return false;
    try {
        return readSettings(toRoot, stack).workloads.apps.every(same);
    } catch (error) {
        if (error instanceof WindlassError) return false;
        throw error;
    }
}

/** Manifests of an app, read once; what is wrong with them is thrown each time. */
function appReader(root: string): ReadApp {
    const reader = manifestReader(root);
    const faults = new Map<string, WindlassError>();
    return (app, stack) => {
        const key = `${stack} ${app}`;
        const known = faults.get(key);
        if (known) throw known;
        try {
            return reader.read([app], stack);
        } catch (error) {
            if (error instanceof WindlassError) faults.set(key, error);
            throw error;
        }
    };
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
    const known = new Map<string, T>();
    return (key) => {
        const value = known.get(key);
        if (value !== undefined) return value;
        const made = make(key);
        known.set(key, made);
        return made;
    };
}

function sameFolder(left: string, right: string): boolean {
    const [names, others] = [filesIn(left), filesIn(right)];
    return (
        names.length === others.length &&
        names.every((name, index) => name === others[index] && sameFile(join(left, name), join(right, name)))
    );
}

function filesIn(folder: string): readonly string[] {
    try {
        const entries = readdirSync(folder, { withFileTypes: true });
        return entries
            .filter((entry) => entry.isFile())
            .map(({ name }) => name)
            .sort();
    } catch {
        return [];
    }
}

function sameFile(left: string, right: string): boolean {
    const [bytes, others] = [bytesOf(left), bytesOf(right)];
    return bytes === undefined || others === undefined ? bytes === others : bytes.equals(others);
}

function bytesOf(path: string): Buffer | undefined {
    try {
        return readFileSync(path);
    } catch {
        return undefined;
    }
}

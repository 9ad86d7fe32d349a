import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Name of the package that this code is part of. */
const PACKAGE = "windlass";

/** What the package's own `package.json` says. */
export interface PackageFacts {
    /** Folder of the package: of a checkout, or below somebody's `node_modules`. */
    readonly folder: string;
    /** `0.2.0` */
    readonly version: string;
}

let known: PackageFacts | undefined;

/**
 * The package this code runs from, compiled or not: what it brings beside code (the catalog, templates) lies in its folder.
 *
 * @throws Error where there is none, as when its files were copied out one by one
 */
export function packageFacts(): PackageFacts {
    known ??= findPackage(__dirname);
    return known;
}

function findPackage(from: string): PackageFacts {
    for (let folder = from; ; folder = dirname(folder)) {
        const file = join(folder, "package.json");
        if (existsSync(file)) {
            const { name, version } = JSON.parse(readFileSync(file, "utf8")) as {
                name?: string;
                version?: string;
            };
            if (name === PACKAGE && version !== undefined) return { folder, version };
        }
        if (dirname(folder) === folder) throw new Error(`${from} is in no package ${PACKAGE}`);
    }
}

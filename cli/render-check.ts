import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { isRendered } from "./start";

/**
 * What differs between a folder and what it would be rendered as: paths in it, sorted, each with what is wrong. A file
 * that is nobody's render says nothing.
 *
 * @returns undefined where there is no such folder
 */
export function staleFiles(
    folder: string,
    rendered: ReadonlyMap<string, string>,
): readonly string[] | undefined {
    const found = filesBelow(folder);
    if (!found) return undefined;
    const stale: string[] = [];
    for (const [path, text] of rendered) {
        if (!found.has(path)) stale.push(`${path} is missing`);
        else if (readFileSync(join(folder, path), "utf8") !== text) stale.push(`${path} is stale`);
    }
    for (const path of found)
        if (!rendered.has(path) && isRendered(path)) stale.push(`${path} is rendered no more`);
    return stale.sort();
}

function filesBelow(folder: string): ReadonlySet<string> | undefined {
    try {
        const paths = readdirSync(folder, { encoding: "utf8", recursive: true });
        const files = paths.filter((path) => lstatSync(join(folder, path)).isFile());
        return new Set(files.map((path) => path.split(sep).join("/")));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

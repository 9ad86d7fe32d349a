import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { packageFacts } from "./package-source";
import type { SchemaSet } from "../../lifecycle/schemas/schema";

/** Where the schemas are packaged: with Windlass itself, not with the project that uses it. */
const FOLDER = join(packageFacts().folder, "schemas");

const loaded = new Map<string, SchemaSet>();

/** A packaged set by its file's name: `kubernetes-1.34`, `tools`. Read once. */
export function packagedSchemas(name: string): SchemaSet {
    const known = loaded.get(name);
    if (known) return known;
    const set = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as SchemaSet;
    loaded.set(name, set);
    return set;
}

/** Minors there are schemas of, lowest first. */
export function packagedMinors(what: "kubernetes" | "istio" | "istio-values"): readonly string[] {
    const names = readdirSync(FOLDER).map(
        (name) => new RegExp(`^${what}-(1\\.\\d+)\\.json$`).exec(name)?.[1],
    );
    return names.filter((minor) => minor !== undefined).sort((a, b) => minorNumber(a) - minorNumber(b));
}

/** The packaged minor that stands for another: itself, else the nearest below, else the lowest. */
export function nearestMinor(minors: readonly string[], wanted: string): string {
    const below = minors.filter((minor) => minorNumber(minor) <= minorNumber(wanted));
    return below.at(-1) ?? minors[0] ?? wanted;
}

function minorNumber(minor: string): number {
    return Number(minor.split(".")[1]);
}

import { WindlassError, quoteValue, throwCollected } from "../errors";
import { parseYamlDocument } from "../files/strict-yaml";
import { writeYaml } from "../files/write-yaml";
import type { IstioLock, Lock } from "./lock";
import { LOCK_SCHEMA } from "./lock";
import { lockShape } from "./lock-definition";
import type { JsonValue } from "./settings";
import { readShape } from "./shape-reader";

/** A lock and where its parts stand. */
export interface LockFile {
    readonly lock: Lock;
    /** Relative to the project's root. */
    readonly file: string;
    /** Line of a key, from 1. */
    readonly lineOf: (path: readonly (string | number)[]) => number;
}

/** Where a stack's lock stands, relative to the project's root. */
export function lockFileName(stack: string): string {
    return `stacks/${stack}.lock.yaml`;
}

/** The stack a lock's first lines were written for; undefined where nobody can tell. */
export function lockOwner(text: string): string | undefined {
    const header = /^(?:#[^\n]*\n)+/.exec(text)?.[0] ?? "";
    return /^# To change it: .* --stack ([a-z0-9-]{1,63})$/m.exec(header)?.[1];
}

/** What makes a lock anew. */
export function updateCommand(stack: string): string {
    return `npm run -s windlass -- update --stack ${stack}`;
}

/**
 * A lock from the text of `stacks/<stack>.lock.yaml`.
 *
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseLock(stack: string, text: string): LockFile {
    const file = lockFileName(stack);
    const { value, lineOf } = parseYamlDocument(text, { file });
    requireSchema(stack, file, value, lineOf([]));
    const { value: read, problems } = readShape(lockShape, value);
    throwCollected(
        problems.map(({ path, rule, remedy, ...problem }) => {
            const mend = remedy ?? `Restore the file from Git or run ${updateCommand(stack)}`;
            return new WindlassError({
                file,
                line: lineOf(path),
                key: path.join("."),
                value: problem.value,
                rule,
                remedy: mend,
            });
        }),
    );
    const { istio, flux, flagger, outside, catalog, history } = read;
    const past = history.length > 0 ? { history } : {};
    return {
        lock: { istio: withoutEmpty(istio), flux, flagger, ...systemsOutside(outside), catalog, ...past },
        file,
        lineOf,
    };
}

/**
 * A lock as the text of its file: the same bytes for the same lock. Keys stand in the definition's order, those of
 * digests and the waivers' ids sorted.
 */
export function formatLock(stack: string, lock: Lock): string {
    const plain = { schema: LOCK_SCHEMA, ...lock, istio: withoutEmpty(lock.istio) };
    const { value, problems } = readShape(lockShape, plain);
    const [problem] = problems;
    // Nothing that could not be read back is ever written.
    if (problem) throw new Error(`${lockFileName(stack)}: ${problem.path.join(".")}: ${problem.rule}`);
    const { schema, istio, flux, flagger, outside, catalog, history } = value;
    const sorted = {
        schema,
        istio: {
            ...withoutEmpty(istio),
            chartDigests: byKey(istio.chartDigests),
            istioctlDigests: byKey(istio.istioctlDigests),
            waivers: [...istio.waivers].sort(),
        },
        flux: { ...flux, chartDigests: byKey(flux.chartDigests) },
        flagger: { ...flagger, chartDigests: byKey(flagger.chartDigests) },
        ...systemsOutside(outside),
        catalog,
        ...(history.length > 0 ? { history } : {}),
    };
    const header = [
        "The exact versions of this stack. Written by windlass, reviewed by a person, changed by no hand.",
        `To change it: ${updateCommand(stack)}`,
    ];
    return writeYaml(sorted, { header, sortKeys: false });
}

/** Only an upgrade on its way has these keys. */
function withoutEmpty({
    towards,
    retiring,
    leaving,
    strategyMove,
    strategySince,
    crds,
    ...istio
}: IstioLock): IstioLock {
    const { range, controlPlane, proxies, ...rest } = istio;
    return {
        range,
        controlPlane,
        proxies,
        ...(towards ? { towards } : {}),
        ...(retiring ? { retiring } : {}),
        ...(leaving ? { leaving } : {}),
        ...(strategyMove ? { strategyMove } : {}),
        ...(strategySince ? { strategySince } : {}),
        ...(crds ? { crds } : {}),
        ...rest,
    };
}

function systemsOutside(outside: Lock["outside"]): Pick<Lock, "outside"> {
    return outside === undefined || outside.length === 0 ? {} : { outside: [...outside].sort() };
}

/** The schema comes first, so that a later format is recognised before anything of it is read. */
function requireSchema(stack: string, file: string, value: JsonValue, line: number): void {
    const isMap = value !== null && typeof value === "object" && !Array.isArray(value);
    const [first] = isMap ? Object.entries(value) : [];
    if (first?.[0] === "schema" && first[1] === LOCK_SCHEMA) return;
    const found = first?.[0] === "schema" ? { key: "schema", value: first[1] } : { value: first?.[0] };
    throw new WindlassError({
        file,
        line,
        ...found,
        rule: `must start with the line schema: ${LOCK_SCHEMA}`,
        remedy:
            first?.[0] === "schema" && /^"windlass\/lock\/v[0-9]+"$/.test(quoteValue(first[1]))
                ? "It was written by another version of windlass; use that one"
                : `Restore the file from Git or run ${updateCommand(stack)}`,
    });
}

function byKey(digests: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)));
}

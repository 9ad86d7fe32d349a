import { compareText } from "../kit/compare-text";
import { WindlassError } from "../kit/errors";
import { withoutUndefined } from "../kit/fields";
import { requireVersion, schemaOf } from "../kit/file-format";
import { isRecord } from "../kit/json-path";
import { readDocument, readField } from "../kit/read-fields";
import { type YamlDocument, parseYamlDocument } from "../kit/strict-yaml";
import { writeYaml } from "../kit/write-yaml";
import type { Lock } from "./lock";
import { LOCK_FORMAT, lockFields } from "./lock-definition";
import { TOOL_SYSTEMS } from "./pinned-parts";

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
    const document = parseYamlDocument(text, { file });
    requireSchema(stack, file, document);
    const remedy = `Restore the file from Git or run ${updateCommand(stack)}`;
    const { schema: _, ...lock } = readDocument(lockFields, { file, document, remedy });
    return { lock, file, lineOf: document.lineOf };
}

/**
 * A lock as the text of its file: the same bytes for the same lock. Keys stand in the definition's order, those of
 * digests and the waivers' ids sorted; what is empty and may be left out is.
 */
export function formatLock(stack: string, lock: Lock): string {
    const { value, problems } = readField(lockFields, { schema: schemaOf(LOCK_FORMAT), ...lock });
    const [problem] = problems;
    // Nothing that could not be read back is ever written.
    if (problem) throw new Error(`${lockFileName(stack)}: ${problem.path.join(".")}: ${problem.rule}`);
    const { istio, outside = [], history = [] } = value;
    const { gateways } = istio;
    const { next } = istio.proxies;
    const ahead = next?.istioctlDigests;
    const sorted = {
        ...value,
        istio: {
            ...istio,
            chartDigests: byKey(istio.chartDigests),
            istioctlDigests: byKey(istio.istioctlDigests),
            gateways: gateways && byKey(gateways),
            proxies: { ...istio.proxies, next: next && { ...next, istioctlDigests: ahead && byKey(ahead) } },
            waivers: [...istio.waivers].sort(),
        },
        ...Object.fromEntries(
            TOOL_SYSTEMS.map((system) => [
                system,
                { ...value[system], chartDigests: byKey(value[system].chartDigests) },
            ]),
        ),
        outside: outside.length > 0 ? [...outside].sort() : undefined,
        history: history.length > 0 ? history : undefined,
    };
    const header = [
        "The exact versions of this stack. Written by windlass, reviewed by a person, changed by no hand.",
        `To change it: ${updateCommand(stack)}`,
    ];
    return writeYaml(withoutUndefined(sorted), { header, sortKeys: false });
}

/** The schema comes first, so that another version is recognised before anything of it is read. */
function requireSchema(stack: string, file: string, { value, lineOf }: YamlDocument): void {
    const [key, schema] = (isRecord(value) && Object.entries(value)[0]) || [];
    if (key === "schema") requireVersion(LOCK_FORMAT, { file, schema, line: () => lineOf([]) });
    if (key === "schema" && schema === schemaOf(LOCK_FORMAT)) return;
    throw new WindlassError({
        file,
        line: lineOf([]),
        ...(key === "schema" ? { key, value: schema } : { value: key }),
        rule: `must start with the line schema: ${schemaOf(LOCK_FORMAT)}`,
        remedy: `Restore the file from Git or run ${updateCommand(stack)}`,
    });
}

function byKey<T>(map: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
}

import { WindlassError, throwCollected } from "../kit/errors";
import { closest } from "../kit/closest";
import type { YamlDocument } from "../kit/strict-yaml";
import { parseYamlDocument } from "../kit/strict-yaml";
import { rememberLines } from "../kit/field-lines";
import { isMap as isMapField } from "../kit/fields";
import { requireVersion } from "../kit/file-format";
import {
    FIRST_STACK_SCHEMA,
    NAMESPACE,
    STACK_FORMAT,
    settingsFields,
    settingsMembers,
} from "./settings-definition";
import type { JsonValue } from "../kit/json";
import type { StackSettings } from "./settings";
import { gatewaysOf } from "./settings-gateways";
import { withSecretsNamed } from "./secret-values";
import { STACK_PLACEHOLDER } from "./settings-systems";
import { type Problem, readField, unknownKey } from "../kit/read-fields";

/** Keys Pulumi itself keeps in a stack file, beside `config`. */
export const PULUMI_KEYS = [
    "config",
    "secretsprovider",
    "encryptionsalt",
    "encryptedkey",
    "environment",
] as const;

/** Where a stack's settings stand, relative to the project's root. */
export function settingsFile(stack: string): string {
    return `stacks/Pulumi.${stack}.yaml`;
}

/**
 * Settings from the text of `stacks/Pulumi.<stack>.yaml`.
 *
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseSettings(stack: string, text: string): StackSettings {
    const file = settingsFile(stack);
    const document = parseYamlDocument(text, { file });
    const top = document.value;
    if (!isMap(top))
        throw new WindlassError({ file, line: document.line, rule: "must be a map of keys and values" });

    const problems: Problem[] = Object.keys(top)
        .filter((key) => !PULUMI_KEYS.some((known) => known === key))
        .map((key) => ({ path: [key], ...unknownKey(key, PULUMI_KEYS) }));
    const config = top.config ?? {};
    if (!isMap(config))
        problems.push({ path: ["config"], value: config, rule: "must be a map of keys and values" });
    const written = isMap(config) ? config : {};
    requireStackVersion(file, written, () => document.lineOf(["config", SCHEMA_KEY]));
    const picked = pickNamespace(written);
    const reading = readSettingsData(stack, picked.data);
    throwProblems(file, document, [
        ...problems,
        ...[...picked.problems, ...reading.problems].map((problem) => inFile(problem, picked.keys)),
    ]);
    const istio = picked.keys.get("istio") ?? "istio";
    // Values are free here, and judged where the version of the chart is known.
    rememberLines(reading.value.istio.values, (path) =>
        document.lineOf(["config", istio, "values", ...path]),
    );
    const gateways = picked.keys.get("gateways") ?? "gateways";
    for (const gateway of reading.value.gateways)
        rememberLines(gateway.values, (path) =>
            document.lineOf(["config", gateways, gateway.name, "values", ...path]),
        );
    return reading.value;
}

/**
 * Settings from what Pulumi hands a program: `allConfig()`, where a map or list is JSON text.
 *
 * @throws WindlassErrors with every problem
 */
export function settingsFromConfig(stack: string, config: Readonly<Record<string, string>>): StackSettings {
    requireStackVersion(settingsFile(stack), config);
    const problems: Problem[] = [];
    const parsed: Record<string, JsonValue> = {};
    for (const [key, text] of Object.entries(config)) {
        const name = key.slice(NAMESPACE.length + 1);
        const scalar = isMember(name) && !isMapField(settingsMembers[name]);
        if (!key.startsWith(`${NAMESPACE}:`) || scalar || !isMember(name)) {
            parsed[key] = text;
            continue;
        }
        try {
            parsed[key] = JSON.parse(text) as JsonValue;
        } catch {
            problems.push({ path: [name], value: text, rule: "must be a map of keys and values" });
            parsed[key] = {};
        }
    }
    const picked = pickNamespace(parsed);
    const reading = readSettingsData(stack, picked.data);
    // A value that did not even parse has no members to complain about.
    const unread = new Set(problems.map(({ path }) => path[0]));
    const rest = reading.problems.filter(({ path }) => !unread.has(path[0]));
    throwProblems(settingsFile(stack), undefined, [
        ...problems,
        ...[...picked.problems, ...rest].map((problem) => inFile(problem, picked.keys)),
    ]);
    return reading.value;
}

/** Where a stack file says which version of the format it is. */
export const SCHEMA_KEY = `${NAMESPACE}:schema`;

/** Another version is recognised before anything of it is read. */
function requireStackVersion(
    file: string,
    config: Readonly<Record<string, unknown>>,
    line?: () => number,
): void {
    const { [SCHEMA_KEY]: schema = FIRST_STACK_SCHEMA } = config;
    requireVersion(STACK_FORMAT, { file, schema, key: SCHEMA_KEY, line });
}

interface Picked {
    readonly data: Record<string, JsonValue>;
    /** The key as written by setting: `istio` is `windlass:istio`. */
    readonly keys: ReadonlyMap<string, string>;
    readonly problems: readonly Problem[];
}

/** Keys of Windlass's namespace. Others belong to providers, unless they look like a slip of the pen. */
function pickNamespace(config: Readonly<Record<string, JsonValue>>): Picked {
    const data: Record<string, JsonValue> = {};
    const keys = new Map<string, string>();
    const problems: Problem[] = [];
    for (const [key, value] of Object.entries(config)) {
        const [namespace = "", name] = key.split(/:(.*)/s);
        if (namespace === NAMESPACE && name !== undefined) {
            data[name] = value;
            keys.set(name, key);
        } else if (name === undefined) {
            const remedy = `Write it as ${NAMESPACE}:${closest(key, Object.keys(settingsMembers)) ?? key}`;
            problems.push({ path: [key], rule: "has no namespace", remedy });
        } else if (closest(namespace, [NAMESPACE])) {
            problems.push({
                path: [key],
                rule: "is in no namespace anything reads",
                remedy: `Did you mean ${NAMESPACE}:${name}`,
            });
        }
    }
    return { data, keys, problems };
}

function readSettingsData(
    stack: string,
    data: Record<string, JsonValue>,
): { readonly value: StackSettings; readonly problems: readonly Problem[] } {
    const {
        value: { schema: _, gateway, gateways: written, ...value },
        problems: found,
    } = readField(settingsFields, data);
    const problems = withSecretsNamed(found, data);
    if (problems.length > 0) return { value: { stack, ...value, gateways: [] }, problems };
    const gateways = gatewaysOf(written, gateway);
    const git = { ...value.flux.git, path: value.flux.git.path.replaceAll(STACK_PLACEHOLDER, stack) };
    return { value: { stack, ...value, gateways, flux: { ...value.flux, git } }, problems };
}

/** The same problem, its path as it stands in the file. */
function inFile(problem: Problem, keys: ReadonlyMap<string, string>): Problem {
    const [first = "", ...rest] = problem.path;
    return { ...problem, path: ["config", keys.get(String(first)) ?? first, ...rest] };
}

function throwProblems(file: string, document: YamlDocument | undefined, problems: readonly Problem[]): void {
    const errors = problems.map((problem) => {
        const line = document?.lineOf(problem.path);
        return { line: line ?? 0, error: toError(file, line, problem) };
    });
    throwCollected(errors.sort((a, b) => a.line - b.line).map(({ error }) => error));
}

/** An error that names a setting the way a person says it: `istio.range`, not `config.windlass:istio.range`. */
function toError(
    file: string,
    line: number | undefined,
    { path, value, rule, remedy }: Problem,
): WindlassError {
    const steps = path[0] === "config" && path.length > 1 ? path.slice(1) : path;
    const key = steps
        .join(".")
        .replace(new RegExp(`^${NAMESPACE}:(?=${Object.keys(settingsMembers).join("|")})`), "");
    return new WindlassError({ file, line, key, value, rule, remedy });
}

function isMember(name: string): name is keyof typeof settingsMembers {
    return Object.hasOwn(settingsMembers, name);
}

function isMap(value: unknown): value is Readonly<Record<string, JsonValue>> {
    return value !== null && typeof value === "object" && !Array.isArray(value);
}

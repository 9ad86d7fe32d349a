import * as v from "valibot";

import { type Fault, type Field, mapOnly, message, pathOf } from "../kit/fields";
import type { JsonObject } from "../kit/json";
import { isRecord } from "../kit/json-path";
import type { Problem } from "../kit/read-fields";

const encrypted: Fault = {
    rule: "must not be encrypted, as it decides what is rendered",
    remedy: "Write it in plain text; keep credentials in a Kubernetes Secret and give its name",
};

/** Pulumi writes an encrypted value as a map with the one key `secure`. */
function isSecret(value: unknown): boolean {
    return isRecord(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

/** Values of a chart: any map, in which nothing is encrypted. */
export function helmValues(description: string): Field<JsonObject> {
    return v.pipe(
        mapOnly,
        v.metadata({ description, type: "object" }),
        v.rawCheck(({ dataset, addIssue }) => {
            for (const keys of secretsIn(dataset.value))
                addIssue({
                    message: message(encrypted),
                    input: undefined,
                    ...(keys.length > 0 ? { path: pathOf(dataset.value, keys) } : {}),
                });
        }),
    ) as unknown as Field<JsonObject>;
}

function secretsIn(value: unknown): readonly (readonly (string | number)[])[] {
    if (isSecret(value)) return [[]];
    if (value === null || typeof value !== "object") return [];
    const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return members.flatMap(([key, member]) => secretsIn(member).map((below) => [key, ...below]));
}

/** What is wrong with an encrypted value is that it is encrypted, and not that its type is another. */
export function withSecretsNamed(problems: readonly Problem[], root: unknown): readonly Problem[] {
    const named = new Map<string, Problem>();
    for (const problem of problems) {
        const secret = problem.rule === encrypted.rule ? problem : (secretOn(problem.path, root) ?? problem);
        named.set(`${secret.path.join("\0")}\n${secret.rule}`, secret);
    }
    return [...named.values()];
}

function secretOn(path: Problem["path"], root: unknown): Problem | undefined {
    let value = root;
    for (const [depth, key] of path.entries()) {
        value = isRecord(value) || Array.isArray(value) ? (value as JsonObject)[key] : undefined;
        if (isSecret(value) && depth < path.length)
            return { path: path.slice(0, depth + 1), value, ...encrypted };
    }
    return undefined;
}

import { fieldsOf, listOf } from "../canaries/complaints";
import { isRecord } from "../kit/json-path";

/** What a selector asks of one label. */
export interface Requirement {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    /** Of `In` and `NotIn`; empty otherwise. */
    readonly values: readonly string[];
}

/** Every requirement must be met. */
export type LabelSelector = readonly Requirement[];

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

/** A selector with `matchLabels` and `matchExpressions`; undefined for a value that has neither. */
export function readSelector(value: unknown): LabelSelector | undefined {
    if (!isRecord(value) || !("matchLabels" in value || "matchExpressions" in value)) return undefined;
    const expressions = listOf(value["matchExpressions"]).map(fieldsOf);
    return [...readLabels(value["matchLabels"]), ...expressions.flatMap(readExpression)];
}

/** A plain map of labels, as a Service has it. What is no text is no label's value, and selects nothing. */
export function readLabels(value: unknown): LabelSelector {
    return Object.entries(fieldsOf(value)).map(([key, label]) => ({
        key: plainKey(key),
        operator: "In",
        values: typeof label === "string" ? [label] : [],
    }));
}

function readExpression({ key, operator, values }: Readonly<Record<string, unknown>>): LabelSelector {
    const known = OPERATORS.find((name) => name === operator);
    if (typeof key !== "string" || !known) return [];
    const strings = listOf(values).filter((one): one is string => typeof one === "string");
    return [{ key: plainKey(key), operator: known, values: strings }];
}

/** Cilium says where a label comes from: `k8s:app`. */
function plainKey(key: string): string {
    return key.replace(/^(?:k8s|any)[:.]/, "");
}

/**
 * A selector in text: `app=orders,tier in (web, api),!legacy`, as `kubectl -l` takes it.
 *
 * @returns undefined for anything else
 */
export function parseSelector(text: string): LabelSelector | undefined {
    const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
    const requirements = parts.map(parsePart);
    return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

const KEY = String.raw`([\w./-]+)`;
const EQUALITY = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*([\\w.-]*)$`);
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const PRESENCE = new RegExp(`^(!?)\\s*${KEY}$`);

function parsePart(part: string): Requirement | undefined {
    const [, key, sign, value] = EQUALITY.exec(part) ?? [];
    if (key !== undefined) return { key, operator: sign === "!=" ? "NotIn" : "In", values: [value ?? ""] };
    const [, setKey, word, list = ""] = SET.exec(part) ?? [];
    if (setKey !== undefined) {
        const values = list.split(",").map((one) => one.trim());
        return { key: setKey, operator: word === "in" ? "In" : "NotIn", values };
    }
    const [, negated, name] = PRESENCE.exec(part) ?? [];
    return name === undefined
        ? undefined
        : { key: name, operator: negated ? "DoesNotExist" : "Exists", values: [] };
}

/** Whether a selector selects an object with these labels; an empty one selects everything. */
export function selects(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
    return selector.every(({ key, operator, values }) => {
        const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
        switch (operator) {
            case "In":
                return value !== undefined && values.includes(value);
            case "NotIn":
                return value === undefined || !values.includes(value);
            case "Exists":
                return value !== undefined;
            case "DoesNotExist":
                return value === undefined;
        }
    });
}

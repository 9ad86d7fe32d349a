import { isRecord } from "../kit/json-path";
import type { PlainType } from "./schema";

/** Why a value is not of a plain type, as sentences without their full stop. */
export interface TypeFault {
    readonly rule: string;
    readonly remedy?: string;
}

/** Kubernetes' quantities: k8s.io/apimachinery/pkg/api/resource/quantity.go. */
const QUANTITY = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
/** RFC 3339, as Go reads it. */
const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const INT32 = 2 ** 31;

/** Holds a value against a plain type; undefined where it fits. A null is never asked about: it is as if it were not there. */
export function typeFault(type: PlainType, value: unknown): TypeFault | undefined {
    switch (type) {
        case "any":
            return undefined;
        case "map":
            return isRecord(value) ? undefined : expected("a map", value);
        case "string":
            return typeof value === "string" ? undefined : expected("a text", value);
        case "boolean":
            return typeof value === "boolean" ? undefined : expected("true or false", value);
        case "number":
            return typeof value === "number" ? undefined : expected("a number", value);
        case "integer":
            return Number.isInteger(value) ? undefined : expected("a whole number", value);
        case "int32":
            if (!Number.isInteger(value)) return expected("a whole number", value);
            return Math.abs(value as number) < INT32 ? undefined : { rule: "must fit into 32 bits" };
        case "int-or-string":
            if (typeof value === "string" || Number.isInteger(value)) return undefined;
            return expected("a whole number or a text", value);
        case "bytes":
        case "time":
        case "quantity":
            return textFault(type, value);
    }
}

/** Types that are texts of a form. */
function textFault(type: "bytes" | "time" | "quantity", value: unknown): TypeFault | undefined {
    if (type === "quantity") {
        const text = typeof value === "number" ? String(value) : value;
        if (typeof text !== "string") return expected("a quantity", value);
        return QUANTITY.test(text) ? undefined : { rule: "must be a quantity such as 250m, 2 or 512Mi" };
    }
    if (typeof value !== "string") return expected("a text", value);
    if (type === "time")
        return TIME.test(value) ? undefined : { rule: "must be a time such as 2026-12-31T23:59:59Z" };
    if (BASE64.test(value.replaceAll(/[\r\n]/g, ""))) return undefined;
    return {
        rule: "must be base64",
        remedy: "Encode it, or write it as it is below stringData where it is a Secret",
    };
}

function expected(what: string, value: unknown): TypeFault {
    const rule = `must be ${what}, and is ${nameOf(value)}`;
    if (what === "a text" && ["number", "boolean"].includes(typeof value))
        return { rule, remedy: "Put it in quotes" };
    const unquoted = typeof value === "string" && /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(value);
    return unquoted && what !== "a map" ? { rule, remedy: "Remove the quotes" } : { rule };
}

/** What a value is, for a person. */
export function nameOf(value: unknown): string {
    if (value === null) return "nothing";
    if (Array.isArray(value)) return "a list";
    if (typeof value === "object") return "a map";
    if (typeof value === "string") return "a text";
    return typeof value === "boolean" ? String(value) : "a number";
}

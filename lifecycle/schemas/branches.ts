import { isRecord } from "../kit/json-path";
import type { Schema } from "./schema";

/**
 * Why a value fits no branch of `oneOf` or `anyOf`, or more than one, in words. Nearly all branches of the definitions say
 * which fields go together: `{required: [exact]}` or `{required: [prefix]}`.
 */
export function branchFault(value: unknown, branches: readonly Schema[], mode: "one" | "any"): string {
    const groups = branches.flatMap((branch) => {
        const required = typeof branch === "object" ? branch.required : undefined;
        return required ? [required] : [];
    });
    if (groups.length < 2 || !isRecord(value)) return "fits none of the forms its definition allows";
    const given = groups.filter((group) => group.every((key) => value[key] !== undefined));
    const choices = groups.map((group) => group.join(" with ")).join(", ");
    if (given.length === 0) return `needs ${mode === "one" ? "one" : "at least one"} of: ${choices}`;
    return `takes only one of: ${choices}; it has ${given.map((group) => group.join(" with ")).join(" and ")}`;
}

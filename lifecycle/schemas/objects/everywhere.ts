import { isRecord } from "../../kit/json-path";
import type { SchemaFault } from "../validate";
import { labelFaults } from "./metadata";
import { type ObjectRule, fault } from "./object-rule";

/** Fields that are a number or a share, in any kind: IsValidPercent in k8s.io/apimachinery/pkg/util/validation. */
const SHARES = ["maxUnavailable", "minAvailable", "maxSurge"];

/** Rules about fields that mean the same wherever they stand: labels of selectors, shares. */
export const everywhereFaults: ObjectRule = (object) => {
    // A definition only describes such fields.
    if (object.kind === "CustomResourceDefinition") return [];
    const faults: SchemaFault[] = [];
    visit(object["spec"], ["spec"], faults);
    return faults;
};

function visit(value: unknown, path: readonly (string | number)[], faults: SchemaFault[]): void {
    if (Array.isArray(value)) {
        for (const [index, item] of (value as readonly unknown[]).entries())
            visit(item, [...path, index], faults);
        return;
    }
    if (!isRecord(value)) return;
    for (const [key, member] of Object.entries(value)) {
        if (key === "matchLabels") faults.push(...labelFaults(member, [...path, key]));
        else if (SHARES.includes(key) && typeof member === "string" && !/^[0-9]+%$/.test(member))
            faults.push(...fault([...path, key], member, "must be a whole number or a share such as 25%"));
        else if (typeof member === "object") visit(member, [...path, key], faults);
    }
}

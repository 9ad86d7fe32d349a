import type { LabelSelector, Requirement } from "./label-selector";

const KEY = String.raw`([\w./-]+)`;
const QUOTED = String.raw`(?:'([^']*)'|"([^"]*)")`;
const EQUALITY = new RegExp(`^${KEY}\\s*(==|!=)\\s*${QUOTED}$`);
const SET = new RegExp(`^${KEY}\\s+(in|not in)\\s*\\{([^{}]*)\\}$`);
const PRESENCE = new RegExp(`^(!?)\\s*has\\(\\s*${KEY}\\s*\\)$`);

/**
 * A selector as Calico writes it, as far as it is a list of conditions that all have to be met: `app == 'orders' && has(tier)`
 * (docs.tigera.io, NetworkPolicy, "Selectors").
 *
 * @returns undefined for alternatives and whatever else it does not read
 */
export function parseCalicoSelector(text: string): LabelSelector | undefined {
    const parts = text.split("&&").map((part) => part.trim());
    const requirements = parts.filter((part) => part !== "all()").map(parsePart);
    return requirements.every((requirement) => requirement !== undefined) ? requirements : undefined;
}

function parsePart(part: string): Requirement | undefined {
    const [, key, sign, single, double] = EQUALITY.exec(part) ?? [];
    if (key !== undefined)
        return { key, operator: sign === "==" ? "In" : "NotIn", values: [single ?? double ?? ""] };
    const [, setKey, word, list = ""] = SET.exec(part) ?? [];
    if (setKey !== undefined) {
        const values = list.split(",").map((one) => one.trim().replace(/^['"]|['"]$/g, ""));
        return { key: setKey, operator: word === "in" ? "In" : "NotIn", values };
    }
    const [, negated, name] = PRESENCE.exec(part) ?? [];
    return name === undefined
        ? undefined
        : { key: name, operator: negated ? "DoesNotExist" : "Exists", values: [] };
}

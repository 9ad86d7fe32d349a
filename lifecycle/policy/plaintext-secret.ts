import { getIn, isRecord } from "../kit/json-path";
import { isCiphertext, isEncrypted } from "../workloads/encrypted";

const FIELDS = ["data", "stringData"] as const;
/** kubectl keeps the whole object in here. */
const COPY = "kubectl.kubernetes.io/last-applied-configuration";
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const PUBLIC_ONLY = /^\s*(?:-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*)+$/;

/**
 * What a Secret says to everybody who may read the repository, as a sentence without its full stop; undefined where it
 * says nothing. Values are never part of it. No secret is: an empty value, a placeholder that a template fills in, what
 * SOPS has encrypted, and a public certificate.
 */
export function plaintextOf(object: Readonly<Record<string, unknown>>): string | undefined {
    if (object["apiVersion"] !== "v1") return undefined;
    if (object["kind"] === "ConfigMap") return privateKeyOf(object);
    if (object["kind"] !== "Secret") return undefined;
    const encrypted = isEncrypted(object);
    const values = FIELDS.flatMap((field) => {
        const map = object[field];
        if (!isRecord(map)) return [];
        return Object.entries(map).map(([key, value]) => ({ name: `${field}.${key}`, value, field }));
    });
    const plain = values.filter(
        ({ value, field }) => !isCiphertext(value) && isTelling(field === "data" ? decoded(value) : value),
    );
    if (plain.length > 0) {
        const names = plain.map(({ name }) => name);
        const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
        return `it holds values in plain text: ${names.slice(0, 3).join(", ")}${more}`;
    }
    const copy = getIn(object, ["metadata", "annotations", COPY]);
    if (typeof copy === "string" && /"(?:stringData|data)":\{"/.test(copy))
        return `its annotation ${COPY} holds a copy of its values`;
    if (!encrypted && values.some(({ value }) => isCiphertext(value)))
        return "its values are encrypted, but SOPS's block with the check sum (sops.mac) is missing, so nobody can decrypt them";
    return undefined;
}

function privateKeyOf(object: Readonly<Record<string, unknown>>): string | undefined {
    const data = object["data"];
    if (!isRecord(data)) return undefined;
    const found = Object.entries(data).find(
        ([, value]) => typeof value === "string" && PRIVATE_KEY.test(value),
    );
    return found && `it holds a private key in plain text: data.${found[0]}`;
}

/** A value of `data` is base64. */
function decoded(value: unknown): unknown {
    return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : value;
}

function isTelling(value: unknown): boolean {
    if (value === undefined || value === null) return false;
    const text = (typeof value === "string" ? value : JSON.stringify(value)).trim();
    if (text === "") return false;
    if (/^(?:\$\{[A-Za-z_][A-Za-z0-9_]*\}|\{\{[^{}]*\}\})$/.test(text)) return false;
    return !PUBLIC_ONLY.test(text);
}

/** What mends it, as a sentence without its full stop. */
export const PLAINTEXT_REMEDY =
    "Encrypt it with SOPS and set windlass:flux.decryption, or declare an ExternalSecret or SealedSecret in its place (README.md, Secrets); what has been pushed must be replaced, for Git keeps it";

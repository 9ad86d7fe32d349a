import { isRecord } from "../kit/json-path";
import { parseYamlDocument } from "../kit/strict-yaml";
import { INGRESS_NAME } from "../settings/settings-gateways";
import { editYaml } from "./edit-yaml";
import type { FileKind } from "./file-kinds";

/**
 * What still reads as it is, written the way it is written now. No file needs it, so it is done only where somebody asks for
 * it. A text that has nothing of the old way comes back as it was.
 */
export interface Respelling {
    readonly kind: FileKind;
    /** What it does, for the reviewer: one sentence without its full stop. */
    readonly what: string;
    readonly rewrite: (text: string) => string;
}

/** Every respelling, in the order in which they are done. */
export const RESPELLINGS: readonly Respelling[] = [
    {
        kind: "stack",
        what: "windlass:gateway is one of windlass:gateways",
        rewrite: gatewayAsOneOfMany,
    },
];

const [SHORT, LONG] = ["windlass:gateway", "windlass:gateways"];

/** A gateway that is not enabled says nothing, and stays. */
function gatewayAsOneOfMany(text: string): string {
    const { value } = parseYamlDocument(text, { file: "" });
    const config = isRecord(value) ? value["config"] : undefined;
    const gateway = isRecord(config) ? config[SHORT] : undefined;
    if (!isRecord(config) || !isRecord(gateway) || gateway["enabled"] !== true) return text;
    if (config[LONG] === undefined) {
        const inPlace = indented(text);
        if (inPlace !== undefined) return inPlace;
    }
    const { enabled: _, ...ingress } = gateway;
    return editYaml(text, (document) => {
        document.deleteIn(["config", SHORT]);
        document.setIn(["config", LONG, INGRESS_NAME], document.createNode(ingress));
    });
}

/** The block as it stands, a level deeper, with whatever a person wrote in it; undefined where it is written in another way. */
function indented(text: string): string | undefined {
    const block = new RegExp(`^( +)${SHORT}:([ \\t]*(?:#.*)?)\\n((?:\\1[ \\t]+\\S.*\\n|[ \\t]*\\n)+)`, "m");
    const [whole, indent = "", comment = "", body = ""] = block.exec(text) ?? [];
    if (whole === undefined) return undefined;
    const enabled = /^[ \t]*enabled:[ \t]*true[ \t]*(?:#.*)?\n/m;
    if (!enabled.test(body)) return undefined;
    const deeper = body.replace(enabled, "").replace(/^(?=.*\S)/gm, indent);
    return text.replace(whole, `${indent}${LONG}:${comment}\n${indent}${indent}${INGRESS_NAME}:\n${deeper}`);
}

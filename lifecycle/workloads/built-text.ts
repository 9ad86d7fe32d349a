import { writeYamlDocuments } from "../kit/write-yaml";
import type { BuiltBy } from "./build-definition";
import type { Manifest } from "./manifest";

/** What an app was built from and by. */
export interface BuildOrigin {
    readonly tool: BuiltBy;
    /** Exact: `3.19.0`; of git the commit that was fetched. */
    readonly version: string;
    /** Digest of every file it was built from. */
    readonly inputs: string;
}

/** What was built, as it stands in Git: the same bytes for the same objects, in the order their tool gave them. */
export function formatBuilt({ tool, version, inputs }: BuildOrigin, objects: readonly Manifest[]): string {
    const header = [
        `Built by ${tool} ${version} from the app's sources. Do not edit: windlass build.`,
        `inputs: ${inputs}`,
    ];
    return writeYamlDocuments(objects, { header });
}

/** What a built file says of its origin; undefined where it is none. */
export function builtOrigin(text: string): BuildOrigin | undefined {
    const [, tool, version, inputs] =
        /^# Built by (kustomize|helm|git) (\S+) from .*\r?\n# inputs: (sha256:[0-9a-f]{32})\r?\n/.exec(
            text,
        ) ?? [];
    if (tool === undefined || version === undefined || inputs === undefined) return undefined;
    return { tool: tool as BuiltBy, version, inputs };
}

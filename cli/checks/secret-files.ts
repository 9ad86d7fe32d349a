import { type Dirent, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "../../lifecycle/kit/compare-text";
import { WindlassError } from "../../lifecycle/kit/errors";
import { isRecord } from "../../lifecycle/kit/json-path";
import { MAX_YAML_SIZE, parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import { PLAINTEXT_REMEDY, plaintextOf } from "../../lifecycle/policy/plaintext-secret";
import { dayOf } from "../../lifecycle/kit/day";
import { type CheckFinding, waived } from "./finding";
import type { FleetCheckArgs } from "./fleet-check";

/** Folders of what is committed to be applied, but for those a stack names itself. */
const FOLDERS: readonly string[] = ["apps", "clusters"];
/** Rule of the same name as the policy's: it is the same fault in a file no stack reads. */
const RULE = "plaintext-secret";

/**
 * Secrets in plain text in files that no stack reads: an app that is in no stack, a folder below an app's, what somebody put
 * beside the rendered manifests. Those a stack reads are the policy's. A copy that was rendered of them is not named twice.
 */
export function secretFileFindings({
    root,
    stacks,
    at,
}: Pick<FleetCheckArgs, "root" | "stacks" | "at">): readonly CheckFinding[] {
    const read = new Set(stacks.flatMap(({ manifests }) => manifests.map(({ file }) => file)));
    const judged = new Set(
        stacks.flatMap(({ manifests }) =>
            manifests
                .filter(({ manifest }) => plaintextOf(manifest) !== undefined)
                .map(({ manifest }) => secretName(manifest)),
        ),
    );
    const waivers = stacks.flatMap(({ settings }) => settings.istio.waivers);
    const findings: CheckFinding[] = [];
    const rendered = stacks.map(({ settings }) => settings.flux.git.path.replace(/\/+$/, ""));
    const files = [...FOLDERS, ...rendered].flatMap((folder) => filesBelow(root, folder));
    for (const file of new Set(files)) {
        if (read.has(file)) continue;
        for (const { value, line } of secretsIn(root, file)) {
            const reason = plaintextOf(value);
            const name = secretName(value);
            if (reason === undefined || judged.has(name)) continue;
            findings.push({
                stack: "every stack",
                rule: RULE,
                about: name,
                file,
                line,
                reason,
                remedy: PLAINTEXT_REMEDY,
                level: "refused",
            });
        }
    }
    const today = dayOf(at.time);
    return findings.map((finding) => waived(finding, { waivers, today }));
}

/** Documents that may be a Secret. Most files hold none, and are not even parsed. */
function secretsIn(
    root: string,
    file: string,
): readonly { readonly value: Readonly<Record<string, unknown>>; readonly line: number }[] {
    const bytes = readFileSync(join(root, file));
    if (bytes.length > MAX_YAML_SIZE || !mayTell(bytes)) return [];
    try {
        const documents = parseYamlDocuments(bytes.toString("utf8"), { file, dialect: "kubernetes" });
        return documents.flatMap(({ value, line, lineOf }) => {
            if (!isRecord(value)) return [];
            const items = value["kind"] === "List" && Array.isArray(value["items"]) ? value["items"] : [];
            return [
                { value, line },
                ...items
                    .filter(isRecord)
                    .map((item, index) => ({ value: item, line: lineOf(["items", index]) })),
            ];
        });
    } catch (error) {
        // A template of somebody's, or no YAML at all: nobody applies it as it is.
        if (error instanceof WindlassError) return [];
        throw error;
    }
}

function mayTell(bytes: Buffer): boolean {
    return bytes.includes("Secret") || bytes.includes("PRIVATE KEY");
}

function secretName(value: Readonly<Record<string, unknown>>): string {
    const metadata = isRecord(value["metadata"]) ? value["metadata"] : {};
    return [metadata["namespace"], value["kind"], metadata["name"]]
        .filter((part) => typeof part === "string")
        .join("/");
}

/** Paths of the manifests below a folder, links left out, sorted. */
function filesBelow(root: string, folder: string): readonly string[] {
    let entries: readonly Dirent[];
    try {
        entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
    }
    return [...entries]
        .sort((a, b) => compareText(a.name, b.name))
        .flatMap((entry) => {
            const path = `${folder}/${entry.name}`;
            if (entry.isDirectory()) return filesBelow(root, path);
            return entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name) ? [path] : [];
        });
}

import { WindlassError, throwCollected } from "../kit/errors";
import { getIn, isRecord } from "../kit/json-path";
import { type YamlDocument, parseYamlDocuments } from "../kit/strict-yaml";
import type { JsonValue } from "../kit/json";
import { documentTexts } from "./document-texts";
import { isEncrypted } from "./encrypted";
import { rememberLines } from "../kit/field-lines";
import type { Manifest, SourcedManifest } from "./manifest";

/**
 * Reads the manifests of one file. A bare `yes` is true here, as it is for Kubernetes.
 *
 * @param app Workload folder the file belongs to.
 * @param file Path relative to the project's root, for messages.
 * @throws WindlassError for every document that is no manifest, at once.
 */
export function parseManifests(app: string, file: string, text: string): readonly SourcedManifest[] {
    const documents = parseYamlDocuments(text, { file, dialect: "kubernetes" });
    return keepingTexts(toManifests(app, file, documents), text);
}

/** Gives encrypted objects the text they were written in. */
function keepingTexts(manifests: readonly SourcedManifest[], text: string): readonly SourcedManifest[] {
    if (!manifests.some(({ manifest }) => isEncrypted(manifest))) return manifests;
    const texts = documentTexts(text);
    const count = new Map<number, number>();
    for (const { line } of manifests) count.set(line, (count.get(line) ?? 0) + 1);
    return manifests.map((sourced) => {
        const { manifest, line } = sourced;
        // Items of a list share a document, and have no text of their own.
        if (!isEncrypted(manifest) || count.get(line) !== 1) return sourced;
        return { ...sourced, text: texts.findLast((document) => document.line <= line)?.text };
    });
}

/**
 * Takes the objects that a module of TypeScript exports as `manifests`.
 *
 * @throws WindlassError as {@link parseManifests} does; the line is always the first.
 */
export function takeManifests(app: string, file: string, exported: unknown): readonly SourcedManifest[] {
    if (!Array.isArray(exported)) {
        throw new WindlassError({
            file,
            key: "manifests",
            rule: "The module must export `manifests`, a list of objects or a function of { stack } that returns one",
            remedy: "Export it: export const manifests = serviceWorkload({ … })",
        });
    }
    // Through JSON, as if it had been read: what is undefined or a function is no part of a manifest.
    const values = JSON.parse(JSON.stringify(exported)) as JsonValue[];
    return toManifests(
        app,
        file,
        values.map((value) => ({ value, line: 1, lineOf: () => 1 })),
    );
}

function toManifests(
    app: string,
    file: string,
    documents: readonly YamlDocument[],
): readonly SourcedManifest[] {
    const objects = documents.flatMap((document) => itemsOf(document));
    throwCollected(objects.flatMap((object) => checkShape(file, object)));
    return objects.map(({ value, line, lineOf }) => {
        const manifest = value as unknown as Manifest;
        rememberLines(manifest, lineOf);
        return { app, file, line, manifest };
    });
}

/** The objects of a `List`, each as if it were a document of its own, as `kubectl apply` takes it. */
function itemsOf(document: YamlDocument): readonly YamlDocument[] {
    const { value, line, lineOf } = document;
    if (!isRecord(value) || value["apiVersion"] !== "v1" || value["kind"] !== "List") return [document];
    // Its block of SOPS is about all items together.
    if (isEncrypted(value)) return [document];
    const { items } = value;
    if (!Array.isArray(items)) return [document];
    return items.flatMap((item, index) => {
        // Finding a line means reading the text once more, which is left to complaints.
        const below: YamlDocument["lineOf"] = (path) => lineOf(["items", index, ...path]);
        return itemsOf({ value: item as JsonValue, line, lineOf: below });
    });
}

const STRING_MAPS = ["labels", "annotations"];

function checkShape(file: string, document: YamlDocument): WindlassError[] {
    const complain = (path: readonly string[], value: unknown, rule: string, remedy: string) =>
        new WindlassError({
            file,
            line: document.lineOf(path),
            key: path.join(".") || undefined,
            value,
            rule,
            remedy,
        });
    const { value } = document;
    if (!isRecord(value)) {
        return [
            complain(
                [],
                value,
                "A manifest is a map with apiVersion, kind and metadata",
                "Mend the document",
            ),
        ];
    }
    const errors: WindlassError[] = [];
    for (const path of [["apiVersion"], ["kind"], ["metadata", "name"]]) {
        const found = getIn(value, path);
        if (typeof found === "string" && found !== "") continue;
        errors.push(complain(path, found, `A manifest needs ${path.join(".")}, a string`, "Add it"));
    }
    for (const key of STRING_MAPS) errors.push(...checkStringMap(value, ["metadata", key], complain));
    const namespace = getIn(value, ["metadata", "namespace"]);
    if (namespace !== undefined && typeof namespace !== "string") {
        errors.push(complain(["metadata", "namespace"], namespace, "A namespace is a string", "Quote it"));
    }
    const { kind } = value;
    if (kind === "List" || (typeof kind === "string" && kind.endsWith("List") && "items" in value)) {
        errors.push(complain(["kind"], kind, "A list hides its objects", "Write each item as a document"));
    }
    return errors;
}

function checkStringMap(
    manifest: Readonly<Record<string, unknown>>,
    path: readonly string[],
    complain: (path: readonly string[], value: unknown, rule: string, remedy: string) => WindlassError,
): WindlassError[] {
    const map = getIn(manifest, path);
    if (map === undefined || map === null) return [];
    const name = path[path.length - 1];
    if (!isRecord(map)) return [complain(path, map, `${name} is a map of strings`, "Mend it")];
    return Object.entries(map)
        .filter(([, value]) => typeof value !== "string")
        .map(([key, value]) =>
            complain([...path, key], value, `Values of ${name} are strings`, "Quote the value"),
        );
}

import { WindlassError } from "../kit/errors";
import { isRecord } from "../kit/json-path";
import { parseYamlDocuments } from "../kit/strict-yaml";
import { writeYaml } from "../kit/write-yaml";
import { type DocumentText, documentTexts } from "./document-texts";
import type { Manifest, SourcedManifest } from "./manifest";
import { parseManifests, takeManifests } from "./parse-manifests";

/** Manifests on their way from one tool to the next. */
export interface ManifestStream {
    readonly manifests: readonly SourcedManifest[];
    /** The stream with other objects in the places of some. What holds none of them stays to the byte. */
    write(replaced: ReadonlyMap<Manifest, Manifest>): string;
}

/**
 * Reads what `helm template` and `kustomize build` print and `kubectl apply -f -` takes: YAML documents. One document
 * of kind ResourceList, as functions get it (kustomize's KRM Functions Specification), is answered with another.
 *
 * @param file What the text is called in messages.
 * @throws WindlassError for every document that is no manifest, at once.
 */
export function readManifestStream(file: string, text: string): ManifestStream {
    return resourceList(file, text) ?? documentStream(file, text);
}

function documentStream(file: string, text: string): ManifestStream {
    const manifests = parseManifests("", file, text);
    const texts = documentTexts(text);
    return {
        manifests,
        write: (replaced) => {
            const held = byDocument(texts, manifests);
            return texts
                .map((document) => {
                    const objects = held.get(document) ?? [];
                    if (!objects.some((object) => replaced.has(object))) return endingInLine(document.text);
                    // The items of a List are documents of their own from here on.
                    return objects.map((object) => writeYaml(replaced.get(object) ?? object)).join("---\n");
                })
                .join("---\n");
        },
    };
}

/** Which document each object stands in: the last that starts before it. */
function byDocument(
    texts: readonly DocumentText[],
    manifests: readonly SourcedManifest[],
): ReadonlyMap<DocumentText, readonly Manifest[]> {
    const held = new Map<DocumentText, Manifest[]>();
    let at = 0;
    for (const { manifest, line } of manifests) {
        for (let next = texts[at + 1]; next && next.line <= line; next = texts[at + 1]) at++;
        const document = texts[at];
        if (!document) continue;
        const objects = held.get(document);
        if (objects) objects.push(manifest);
        else held.set(document, [manifest]);
    }
    return held;
}

function endingInLine(text: string): string {
    return text.endsWith("\n") ? text : `${text}\n`;
}

const FUNCTION_GROUP = "config.kubernetes.io/";
const FUNCTION_KIND = "ResourceList";

function resourceList(file: string, text: string): ManifestStream | undefined {
    // A stream of thousands of documents is not read twice to find that out.
    if (!text.includes(FUNCTION_GROUP) || !text.includes(FUNCTION_KIND)) return undefined;
    const [document, second] = parseYamlDocuments(text, { file, dialect: "kubernetes" });
    const list = document?.value;
    if (second || !isRecord(list)) return undefined;
    const { apiVersion, kind, items = [] } = list;
    const isFunctions = typeof apiVersion === "string" && apiVersion.startsWith(FUNCTION_GROUP);
    if (!isFunctions || kind !== FUNCTION_KIND) return undefined;
    if (!Array.isArray(items)) {
        throw new WindlassError({
            file,
            key: "items",
            value: items,
            rule: "must be the list of objects that a function is given",
        });
    }
    const manifests = takeManifests("", file, items);
    return {
        manifests,
        write: (replaced) => {
            const answered = manifests.map(({ manifest }) => replaced.get(manifest) ?? manifest);
            return writeYaml({ ...list, items: answered }, { sortKeys: false });
        },
    };
}

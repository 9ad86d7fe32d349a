import { posix } from "node:path";

import { WindlassError } from "../kit/errors";
import { isRecord } from "../kit/json-path";
import { parseYamlDocuments } from "../kit/strict-yaml";

/** Fields of a kustomization that name other kustomizations or files of resources (kustomize's reference). */
const FIELDS = ["resources", "bases", "components"];

/**
 * Folders and files that a kustomization refers to, relative to where its own folder is.
 *
 * @param file Of the kustomization, relative to the project's root: `apps/shop/kustomization.yaml`.
 * @throws WindlassError for what may be another tomorrow: an address without its exact commit.
 */
export function kustomizationReferences(file: string, text: string): readonly string[] {
    const [document] = parseYamlDocuments(text, { file, dialect: "kubernetes" });
    const value = document?.value;
    if (!isRecord(value)) return [];
    const found: string[] = [];
    for (const field of FIELDS) {
        const list = value[field];
        for (const [index, reference] of (Array.isArray(list) ? list : []).entries()) {
            if (typeof reference !== "string") continue;
            if (!isAddress(reference))
                found.push(posix.normalize(posix.join(posix.dirname(file), reference)));
            else if (!/[?&]ref=[0-9a-f]{40}(?:&|$)/.test(reference)) {
                throw new WindlassError({
                    file,
                    line: document?.lineOf([field, index]),
                    key: `${field}.${index}`,
                    value: reference,
                    rule: "is whatever stands there on the day it is built",
                    remedy: "Add ?ref= and the commit's 40 digits, or copy it below apps/",
                });
            }
        }
    }
    return found;
}

/** An address of a repository, as kustomize tells it from a path (api/internal/git/repospec.go). */
function isAddress(reference: string): boolean {
    return (
        /^[a-z][a-z0-9+.-]*:|^[^/]+@[^/]+:|^[^/]+\.[a-z]{2,}\/.+\/.+/i.test(reference) &&
        !reference.startsWith(".")
    );
}

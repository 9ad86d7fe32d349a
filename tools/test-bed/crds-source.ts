import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { HttpClient } from "../../adapters/http/http-source";
import { obtainPinnedFile } from "../../adapters/http/pinned-file-source";
import { type CrdDocument, crdDocuments } from "./crd-documents";
import { CRD_FILES, type CrdFile, pinnedCrdFile } from "./crd-files";

/** What {@link fetchCrds} needs. */
export interface FetchCrdsArgs {
    readonly client: HttpClient;
    /** The user's cache folder. */
    readonly cache: string;
    /** `https://raw.githubusercontent.com`, or a mirror of it. */
    readonly base: URL;
    /** @default all that are pinned */
    readonly files?: readonly CrdFile[];
}

/** Definitions of a folder's YAML files, in the order of their names. */
export function readCrds(folder: string): readonly CrdDocument[] {
    if (!existsSync(folder)) {
        throw new WindlassError({
            key: "WINDLASS_CRDS",
            value: folder,
            rule: "does not exist",
            remedy: "Name a folder of custom resource definitions, or unset it to have them fetched",
        });
    }
    const files = readdirSync(folder)
        .filter((file) => /\.ya?ml$/.test(file))
        .sort();
    return files.flatMap((file) => crdDocuments(file, readFileSync(join(folder, file), "utf8")));
}

/**
 * The pinned definitions of Istio, Flux, flux-operator and Flagger, from the cache or else from GitHub, one after the
 * other. With all of them cached nothing is asked.
 *
 * @throws WindlassError when one of them is not what is pinned; NetworkError when one cannot be had
 */
export async function fetchCrds(args: FetchCrdsArgs): Promise<readonly CrdDocument[]> {
    const { client, cache, base, files = CRD_FILES } = args;
    const documents: CrdDocument[] = [];
    for (const file of files) {
        const pinned = pinnedCrdFile(base, file);
        const bytes = await obtainPinnedFile({ ...pinned, client, cache });
        documents.push(...crdDocuments(pinned.address.href, bytes.toString("utf8")));
    }
    return documents;
}

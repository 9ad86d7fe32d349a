import { setTimeout as sleep } from "node:timers/promises";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { CrdDocument } from "./crd-documents";
import type { KubeApi } from "./kube-api-source";

const PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/";
/** Owner of the fields that are applied. */
const FIELD_MANAGER = "windlass-cluster";
/** Milliseconds between two looks. */
const INTERVAL = 100;
/** Looks at one definition: a minute. */
const LOOKS = 600;

/**
 * Applies custom resource definitions and waits until they are served. Those that are there stay, brought to this version.
 *
 * @throws WindlassError when the server refuses one, or does not serve it within a minute
 */
export async function installCrdDocuments(
    api: Pick<KubeApi, "request">,
    documents: readonly CrdDocument[],
    signal?: AbortSignal,
): Promise<void> {
    for (const { source, name, text } of documents) {
        const answer = await api.request({
            method: "PATCH",
            path: `${PATH}${name}?fieldManager=${FIELD_MANAGER}`,
            body: text,
            contentType: "application/apply-patch+yaml",
            signal,
        });
        if (answer.status >= 300) {
            const rule = `the API server does not take ${name}: ${answer.text}`;
            throw new WindlassError({ file: source, rule });
        }
    }
    for (const { source, name } of documents) {
        for (let look = 1; !(await isServed(api, name, signal)); look++) {
            if (look === LOOKS) {
                throw new WindlassError({ file: source, rule: `${name} is not served after a minute` });
            }
            await sleep(INTERVAL, undefined, { signal });
        }
    }
}

async function isServed(
    api: Pick<KubeApi, "request">,
    name: string,
    signal: AbortSignal | undefined,
): Promise<boolean> {
    const { text } = await api.request({ path: `${PATH}${name}`, signal });
    return /"type":"Established","status":"True"/.test(text);
}

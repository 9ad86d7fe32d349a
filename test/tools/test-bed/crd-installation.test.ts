import assert from "node:assert/strict";

import { installCrdDocuments } from "../../../tools/test-bed/crd-installation";
import type { KubeRequest, KubeResponse } from "../../../tools/test-bed/kube-api-source";

const PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const ESTABLISHED = '{"type":"Established","status":"True"}';
const documents = ["as.example.com", "bs.example.com"].map((name) => ({
    source: "crds.yaml",
    name,
    text: name,
}));

/** Answers in turn. How a real server answers is proved in test/cluster. */
function answering(answers: readonly (readonly [number, string])[]) {
    const requests: string[] = [];
    const request = ({ method = "GET", path, body }: KubeRequest): Promise<KubeResponse> => {
        const [status, text] = answers[requests.length] ?? [500, "asked too often"];
        requests.push(`${method} ${path}${typeof body === "string" ? ` ${body}` : ""}`);
        return Promise.resolve({ status, text, body: undefined, warnings: [] });
    };
    return { requests, request };
}

describe("installCrdDocuments", () => {
    it("applies all of them, then looks until each is served", async () => {
        const api = answering([
            [201, ""],
            [200, ""],
            [404, ""],
            [200, '{"type":"Established","status":"False"}'],
            [200, ESTABLISHED],
            [200, ESTABLISHED],
        ]);

        await installCrdDocuments(api, documents);

        assert.deepEqual(api.requests, [
            `PATCH ${PATH}/as.example.com?fieldManager=windlass-cluster as.example.com`,
            `PATCH ${PATH}/bs.example.com?fieldManager=windlass-cluster bs.example.com`,
            `GET ${PATH}/as.example.com`,
            `GET ${PATH}/as.example.com`,
            `GET ${PATH}/as.example.com`,
            `GET ${PATH}/bs.example.com`,
        ]);
    });

    it("names what the server does not take, and applies no further one", async () => {
        const api = answering([[422, "spec.scope: Required value"]]);

        await assert.rejects(installCrdDocuments(api, documents), {
            name: "WindlassError",
            message: "crds.yaml: the API server does not take as.example.com: spec.scope: Required value.",
        });
        assert.equal(api.requests.length, 1);
    });

    it("stops looking when it is aborted", async () => {
        const controller = new AbortController();
        const api = answering([
            [200, ""],
            [200, ""],
            [404, ""],
            [404, ""],
        ]);
        setTimeout(() => controller.abort(), 20);

        await assert.rejects(installCrdDocuments(api, documents, controller.signal), { name: "AbortError" });
        assert.equal(api.requests.length, 3);
    });
});

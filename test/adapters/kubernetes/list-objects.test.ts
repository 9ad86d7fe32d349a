import assert from "node:assert/strict";

import type { Cluster, ListArgs, Page, ResourceName } from "../../../adapters/kubernetes/cluster-source";
import { listObjects } from "../../../adapters/kubernetes/list-objects";

const DEPLOYMENTS = { apiVersion: "apps/v1", kind: "Deployment", resource: "deployments" } as const;

/** Answers with pages, and keeps what it was asked for. */
class Pages {
    public readonly asked: (ResourceName & Omit<ListArgs<unknown>, "transform">)[] = [];
    public constructor(private readonly pages: readonly (readonly unknown[])[]) {}

    public async *list<T>(name: ResourceName, { transform, ...args }: ListArgs<T>): AsyncGenerator<Page<T>> {
        this.asked.push({ ...name, ...args });
        for (const page of this.pages) {
            const items = page.map(transform).filter((item) => item !== undefined);
            yield await Promise.resolve({ items, resourceVersion: "1" });
        }
    }
}

describe("listObjects", () => {
    it("says what the objects of a list are, and keeps of each page what it is told to", async () => {
        const cluster = new Pages([
            [{ metadata: { name: "a" } }, { metadata: { name: "b" } }],
            [{ metadata: { name: "c" } }],
        ]);
        const found = await listObjects(
            cluster as unknown as Cluster,
            DEPLOYMENTS,
            ({ apiVersion, kind, metadata }) =>
                metadata.name === "b" ? undefined : `${apiVersion} ${kind} ${metadata.name}`,
        );

        assert.deepEqual(found, ["apps/v1 Deployment a", "apps/v1 Deployment c"]);
        assert.equal(cluster.asked[0]?.isOptional, true);
    });

    it("passes over what is no object", async () => {
        const cluster = new Pages([[null, "a", {}, { metadata: {} }, { metadata: { name: "a" } }]]);

        assert.equal(
            (await listObjects(cluster as unknown as Cluster, DEPLOYMENTS, (each) => each)).length,
            1,
        );
    });

    it("asks for those that are meant", async () => {
        const cluster = new Pages([]);
        const args = { fieldSelector: "metadata.name=a", isOptional: false };
        await listObjects(cluster as unknown as Cluster, DEPLOYMENTS, (each) => each, args);

        assert.deepEqual(cluster.asked, [{ ...DEPLOYMENTS, ...args }]);
    });
});

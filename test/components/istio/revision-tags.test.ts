import assert from "node:assert/strict";
import yaml from "js-yaml";

import { runIstioctl } from "../../../adapters/istioctl/run";
import { revisionTagObjects } from "../../../components/istio/revision-tags";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { ISTIOCTL, istioctlVersionOrSkip } from "../../support/real-istioctl";

/** What a tag does, without the labels and annotations that say who has made it. */
function essence({ kind, metadata: { name, labels }, webhooks, spec }: Manifest): unknown {
    const { "istio.io/rev": revision, "istio.io/tag": tag, app } = labels ?? {};
    return { kind, name, app, revision, tag, webhooks, spec };
}

describe("revisionTagObjects", () => {
    it("lets namespaces and pods ask for a tag", () => {
        const [webhook, service] = revisionTagObjects({ name: "stable", revision: "1-31-1" });

        assert.deepEqual(webhook?.metadata, {
            name: "istio-revision-tag-stable",
            labels: { app: "sidecar-injector", "istio.io/rev": "1-31-1", "istio.io/tag": "stable" },
            annotations: { "helm.sh/resource-policy": "keep" },
        });
        assert.deepEqual(
            (webhook?.["webhooks"] as { name: string }[]).map(({ name }) => name),
            ["rev.namespace.sidecar-injector.istio.io", "rev.object.sidecar-injector.istio.io"],
        );
        assert.equal(service?.metadata.name, "istiod-revision-tag-stable");
    });

    it("keeps its name wherever it points, so that moving it deletes nothing", () => {
        const names = ["1-30-5", "1-31-1", "default"].map((revision) =>
            revisionTagObjects({ name: "stable", revision }).map(
                ({ kind, metadata }) => `${kind} ${metadata.name}`,
            ),
        );
        assert.deepEqual(new Set(names.map(String)).size, 1);
    });

    describe("with a real istioctl", () => {
        before(async function () {
            await istioctlVersionOrSkip(this);
        });

        for (const [tag, revision] of [
            ["stable", "1-31-1"],
            ["default", "1-31-1"],
            ["stable", "default"],
        ] as const) {
            it(`does what the chart makes of the tag ${tag} of revision ${revision}`, async () => {
                const args = ["manifest", "generate", "--set", `values.revisionTags[0]=${tag}`];
                if (revision !== "default") args.push("--set", `revision=${revision}`);
                const { stdout } = await runIstioctl({ istioctl: ISTIOCTL, args });
                const theirs = yaml
                    .loadAll(stdout)
                    .filter((each): each is Manifest => Boolean(each))
                    .filter(({ metadata }) => metadata.labels?.["istio.io/tag"] === tag);
                const byKind = (objects: readonly Manifest[]): readonly unknown[] =>
                    [...objects].sort((a, b) => (a.kind < b.kind ? -1 : 1)).map(essence);

                assert.deepEqual(byKind(revisionTagObjects({ name: tag, revision })), byKind(theirs));
            });
        }
    });
});

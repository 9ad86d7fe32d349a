import assert from "node:assert/strict";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { changesBetween } from "../../diff/changes";
import { deletion, findRenamed, kindOf, renaming, replacement, withoutName } from "../../diff/removals";
import { toText } from "../../diff/escape";
import { deployment, versioned } from "./example-version";

describe("findRenamed", () => {
    const [a, b, c] = ["aa", "bb", "cc"].map((name) => versioned(deployment(name)));
    assert.ok(a && b && c);

    it("pairs what is the same but for its name", () =>
        assert.deepEqual(findRenamed([a], [b]), [{ from: a, to: b }]));
    it("does not guess between two", () => assert.deepEqual(findRenamed([a], [b, c]), []));
    it("leaves apart what differs otherwise", () => {
        assert.deepEqual(findRenamed([a], [versioned(deployment("bb", "app:2"))]), []);
    });
    it("is told as deletion and creation", () => {
        assert.equal(
            toText(renaming({ from: a, to: b }).words),
            "renamed: deleted, and created as n/Deployment/bb",
        );
    });
});

describe("replacement", () => {
    const replaced = (from: Manifest, to: Manifest, delivery: "pulumi" | "flux" = "pulumi") =>
        replacement({ before: from, after: to, changes: changesBetween(from, to), delivery });
    const before = deployment("a");
    it("is a changed selector", () => {
        const after = {
            ...before,
            spec: { ...(before["spec"] as object), selector: { matchLabels: { app: "b" } } },
        };
        const found = replaced(before, after);
        assert.deepEqual(found?.details?.map(toText), ["spec/selector/matchLabels/app a → b"]);
    });
    it("says who does what, and what of it", () => {
        const job = (image: string, annotations = {}): Manifest => ({
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: { name: "migrate", namespace: "n", annotations },
            spec: { template: { spec: { containers: [{ name: "app", image }] } } },
        });
        const words = (delivery: "pulumi" | "flux", annotations = {}) => {
            const found = replaced(job("app:1", annotations), job("app:2", annotations), delivery);
            return found && [found.rule, toText(found.words)];
        };

        assert.deepEqual(words("pulumi"), [
            "removal/replaced",
            "replaced: deleted and created anew, and runs again, as a field that cannot be changed differs",
        ]);
        assert.deepEqual(words("flux"), [
            "removal/refused",
            "refused by the API server, as a field that cannot be changed differs: Flux stops there, and applies nothing of the layer, unless the object says kustomize.toolkit.fluxcd.io/force: enabled",
        ]);
        assert.deepEqual(words("flux", { "kustomize.toolkit.fluxcd.io/force": "enabled" }), words("pulumi"));
    });
    it("is no changed image", () => {
        const after = deployment("a", "app:2");
        assert.equal(replaced(before, after), undefined);
    });
    it("is changed data of what was sealed", () => {
        const map = (data: object): Manifest => ({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "m" },
            immutable: true,
            data,
        });
        const [from, to] = [map({ a: "1" }), map({ a: "2" })];
        assert.equal(replaced(from, to)?.rule, "removal/replaced");
    });
});

describe("deletion", () => {
    it("says what goes with it", () =>
        assert.equal(toText(deletion(versioned(deployment("a"))).words), "deleted, its pods stop"));
    it("knows what is left there", () => {
        const object = deployment("a");
        const metadata = {
            ...object.metadata,
            annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
        };
        assert.match(
            toText(deletion(versioned({ ...object, metadata })).words),
            /left in the cluster \(its pruning is disabled\)/,
        );
    });
});

describe("withoutName", () => {
    it("replaces a name that is a word of its own", () =>
        assert.equal(withoutName("a/b-a ab $a", "a"), "${name}/b-${name} ab $${name}"));
});

describe("kindOf", () => {
    it("leaves the core group empty", () => assert.equal(kindOf({ apiVersion: "v1", kind: "Pod" }), "/Pod"));
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { compareStack } from "../../diff/compare-stack";
import { objectKey } from "../../diff/version";
import { deployment, exampleVersion, versioned } from "./example-version";

const mends = (): undefined => undefined;
const names = fc.uniqueArray(fc.constantFrom("a1", "b2", "c3", "d4", "e5"));
const objects = names.chain((list) =>
    fc.tuple(...list.map((name) => fc.constantFrom("x:1", "x:2").map((image) => deployment(name, image)))),
);

describe("compareStack", () => {
    it("finds nothing between a version and itself", () => {
        fc.assert(
            fc.property(objects, (list) => {
                const { findings, objects: changed } = compareStack(
                    { stack: "dev", from: exampleVersion(list), to: exampleVersion(structuredClone(list)) },
                    mends,
                );
                assert.deepEqual([findings, changed], [[], []]);
            }),
        );
    });

    for (const [what, kind, names, expected] of [
        ["a ConfigMap", "ConfigMap", ["settings", "settings"], "workload/both"],
        ["a Secret", "Secret", ["settings", "settings"], "workload/both"],
        ["a ConfigMap under a name nobody reads", "ConfigMap", ["other", "other"], "workload/proxy"],
        ["a ConfigMap that is gone", "ConfigMap", ["settings", undefined], "workload/both"],
    ] as const) {
        it(`calls out ${what} and the proxy at once`, () => {
            const volume =
                kind === "Secret"
                    ? { secret: { secretName: "settings" } }
                    : { configMap: { name: "settings" } };
            const version = (proxy: string, name: string | undefined): ReturnType<typeof exampleVersion> => {
                const object = deployment("d", "a:1", { volumes: [{ name: "c", ...volume }] });
                const workload = { ...versioned(object), overlay: { "spec/initContainers/p/image": proxy } };
                const config = versioned({
                    apiVersion: "v1",
                    kind,
                    metadata: { name: name ?? "", namespace: "n" },
                    data: { a: proxy },
                });
                // In a real version injection has changed the object too.
                const injected = { ...object, spec: { ...(object["spec"] as object), proxy } };
                const found = [{ ...workload, object: injected }, ...(name === undefined ? [] : [config])];
                return exampleVersion([], {
                    objects: new Map(found.map((one) => [objectKey(one.object), one])),
                });
            };
            const [from, to] = [version("p:1", names[0]), version("p:2", names[1])];
            const { findings } = compareStack({ stack: "dev", from, to }, mends);

            assert.deepEqual(
                findings.filter(({ section }) => section === "workloads").map(({ rule }) => rule),
                [expected],
            );
        });
    }

    it("counts every object that differs once, and does not care for their order", () => {
        fc.assert(
            fc.property(objects, objects, (before, after) => {
                const compare = (from: typeof before, to: typeof after): readonly string[] =>
                    compareStack({ stack: "dev", from: exampleVersion(from), to: exampleVersion(to) }, mends)
                        .objects.map(({ kind, id }) => `${kind} ${id}`)
                        .sort();
                const text = (list: typeof before): Map<string, string> =>
                    new Map(list.map((object) => [object.metadata.name, JSON.stringify(object)]));
                const [old, young] = [text(before), text(after)];
                const differing = [...new Set([...old.keys(), ...young.keys()])].filter(
                    (name) => old.get(name) !== young.get(name),
                );
                assert.equal(compare(before, after).length, differing.length);
                assert.deepEqual(
                    compare([...before].reverse(), [...after].reverse()),
                    compare(before, after),
                );
            }),
        );
    });

    it("says nothing of an app that one side cannot read", () => {
        const from = exampleVersion([deployment("a")], { unreadApps: new Set(["a"]) });
        assert.deepEqual(compareStack({ stack: "dev", from, to: exampleVersion([]) }, mends).objects, []);
    });
});

import assert from "node:assert/strict";
import { configReferences } from "../../diff/config-references";

const cases: readonly (readonly [what: string, spec: object | undefined, names: readonly string[]])[] = [
    ["nothing", undefined, []],
    ["nothing in nonsense", { volumes: "x", containers: [null, { env: 3, envFrom: [[]] }] }, []],
    [
        "volumes",
        {
            volumes: [
                { name: "a", configMap: { name: "settings", items: [{ key: "name", path: "name" }] } },
                { name: "b", secret: { secretName: "key" } },
                { name: "c", emptyDir: {} },
            ],
        },
        ["ConfigMap/settings", "Secret/key"],
    ],
    [
        "projected volumes",
        { volumes: [{ projected: { sources: [{ configMap: { name: "a" } }, { secret: { name: "b" } }] } }] },
        ["ConfigMap/a", "Secret/b"],
    ],
    [
        "variables, of init containers too, each once",
        {
            initContainers: [{ envFrom: [{ secretRef: { name: "s" } }] }],
            containers: [
                {
                    envFrom: [{ configMapRef: { name: "c" } }],
                    env: [
                        { name: "A", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
                        { name: "B", valueFrom: { secretKeyRef: { name: "t", key: "k" } } },
                        { name: "configMap", value: "no reference" },
                    ],
                },
            ],
        },
        ["Secret/s", "ConfigMap/c", "Secret/t"],
    ],
    ["no names that are no text", { volumes: [{ configMap: { name: 7 } }] }, []],
];

describe("configReferences", () => {
    for (const [what, spec, names] of cases) {
        it(`finds ${what}`, () => {
            assert.deepEqual(configReferences(spec === undefined ? {} : { spec: { ...spec } }), names);
        });
    }
});

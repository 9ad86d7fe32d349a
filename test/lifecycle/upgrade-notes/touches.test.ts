import assert from "node:assert/strict";

import type { NoteTouch } from "../../../lifecycle/upgrade-notes/notes-definition";
import { touchedBy, variableOf } from "../../../lifecycle/upgrade-notes/touches";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { type ExampleOverrides, exampleSettings } from "../../support/example-stack";
import { sourced } from "./sourced";

const object = (apiVersion: string, kind: string, rest: object = {}, metadata: object = {}): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: "a", namespace: "prod", ...metadata },
    ...rest,
});
const rule = (spec: object): Manifest => object("networking.istio.io/v1", "DestinationRule", { spec });
const pool = { connectionPool: { tcp: { maxConnections: 1 } } };
const RULE = { kind: "DestinationRule", group: "networking.istio.io" };
const env = (values: object): ExampleOverrides => ({ istio: { values: { pilot: { env: { ...values } } } } });
const route = (...rules: object[]): Manifest =>
    object("gateway.networking.k8s.io/v1", "HTTPRoute", { spec: { rules } });

const cases: readonly (readonly [
    what: string,
    touch: NoteTouch,
    manifests: readonly Manifest[],
    expected: readonly string[],
    overrides?: ExampleOverrides,
])[] = [
    ["a variable that is set", { env: "A" }, [], ["istio.values.pilot.env.A"], env({ A: "x" })],
    ["a variable that is not", { env: "A" }, [], [], env({ B: "x" })],
    [
        "a variable with a value",
        { env: "A", is: "false" },
        [],
        ["istio.values.pilot.env.A"],
        env({ A: false }),
    ],
    ["a variable with another", { env: "A", is: "false" }, [], [], env({ A: "true" })],
    ["the CNI", { setting: "istio.cni" }, [], ["istio.cni"], { istio: { cni: true } }],
    ["no CNI", { setting: "istio.cni" }, [], []],
    ["what no file shows", { outside: "scripts" }, [], ["scripts"]],
    [
        "an annotation of the pods",
        { annotation: "x" },
        [object("apps/v1", "Deployment", { spec: { template: { metadata: { annotations: { x: "1" } } } } })],
        ["prod/Deployment/a"],
    ],
    [
        "a label",
        { label: "x", is: "y" },
        [object("v1", "Namespace", {}, { labels: { x: "y" } })],
        ["prod/Namespace/a"],
    ],
    [
        "a label of another value",
        { label: "x", is: "y" },
        [object("v1", "Namespace", {}, { labels: { x: "z" } })],
        [],
    ],
    [
        "a kind with a field",
        { ...RULE, field: ["spec", "trafficPolicy", "connectionPool"] },
        [rule({ trafficPolicy: pool })],
        ["prod/DestinationRule/a"],
    ],
    [
        "a kind without it",
        { ...RULE, field: ["spec", "trafficPolicy", "connectionPool"] },
        [rule({ host: "h" })],
        [],
    ],
    [
        "a field of some item",
        { ...RULE, field: ["spec", "subsets", "*", "trafficPolicy"] },
        [rule({ subsets: [{}, { trafficPolicy: pool }] })],
        ["prod/DestinationRule/a"],
    ],
    ["a kind of another group", RULE, [object("example.com/v1", "DestinationRule")], []],
    [
        "a version of a kind",
        { kind: "TLSRoute", group: "gateway.networking.k8s.io", version: "v1alpha2" },
        [
            object("gateway.networking.k8s.io/v1alpha2", "TLSRoute"),
            object("gateway.networking.k8s.io/v1", "TLSRoute", {}, { name: "b" }),
        ],
        ["prod/TLSRoute/a"],
    ],
    [
        "an item that lacks a field",
        {
            kind: "HTTPRoute",
            group: "gateway.networking.k8s.io",
            lacks: ["spec", "rules", "*", "backendRefs"],
        },
        [route({ backendRefs: [] }, {})],
        ["prod/HTTPRoute/a"],
    ],
    [
        "no item that lacks it",
        {
            kind: "HTTPRoute",
            group: "gateway.networking.k8s.io",
            lacks: ["spec", "rules", "*", "backendRefs"],
        },
        [route({ backendRefs: [] })],
        [],
    ],
    [
        "a text that is a whole value",
        { mentions: "istiod-x" },
        [rule({ a: [{ b: "istiod-x" }] })],
        ["prod/DestinationRule/a"],
    ],
    ["not a part of one", { mentions: "istiod-x" }, [rule({ a: "istiod-x-y" })], []],
];

describe("touchedBy", () => {
    for (const [what, touch, manifests, expected, overrides] of cases)
        it(`finds ${what}`, () => {
            const stack = { settings: exampleSettings(overrides), manifests: manifests.map(sourced) };

            assert.deepEqual(touchedBy(touch, stack), expected);
        });

    it("finds a host of two namespaces", () => {
        const services = ["a", "b"].map((namespace) =>
            object(
                "networking.istio.io/v1",
                "ServiceEntry",
                { spec: { hosts: ["h.example.com"] } },
                { namespace },
            ),
        );

        assert.deepEqual(
            touchedBy(
                { sharedHosts: true },
                { settings: exampleSettings(), manifests: services.map(sourced) },
            ),
            ["a/ServiceEntry/a", "b/ServiceEntry/a"],
        );
    });
});

describe("variableOf", () => {
    it("reads what is set as istiod gets it", () => {
        assert.equal(variableOf("A", { settings: exampleSettings(env({ A: true })) }), "true");
        assert.equal(variableOf("B", { settings: exampleSettings(env({ A: true })) }), undefined);
    });
});

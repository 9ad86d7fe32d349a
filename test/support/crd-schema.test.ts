import * as assert from "node:assert/strict";
import { crdsAvailable, validateObject } from "./crd-schema";

interface Case {
    readonly title: string;
    readonly object: Parameters<typeof validateObject>[0] & Readonly<Record<string, unknown>>;
    readonly errors: readonly string[];
}

const repository = {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "HelmRepository",
    metadata: { name: "istio", namespace: "istio-system" },
};
const peers = { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication" };
const metadata = { name: "default", namespace: "istio-system" };

const cases: readonly Case[] = [
    { title: "a valid object", object: { ...repository, spec: { url: "https://x.test" } }, errors: [] },
    {
        title: "a field that is undefined",
        object: { ...repository, spec: { url: "https://x.test", interval: undefined, extra: undefined } },
        errors: [],
    },
    {
        title: "an unknown field",
        object: { ...repository, spec: { url: "https://x.test", intervall: "1h" } },
        errors: ["source.toolkit.fluxcd.io/v1 HelmRepository istio: /spec/intervall: unknown field"],
    },
    {
        title: "a wrong type",
        object: { ...repository, spec: { url: "https://x.test", suspend: "yes" } },
        errors: ["source.toolkit.fluxcd.io/v1 HelmRepository istio: /spec/suspend: must be boolean"],
    },
    {
        title: "a value outside an enumeration",
        object: { ...repository, spec: { url: "https://x.test", type: "git" } },
        errors: [
            "source.toolkit.fluxcd.io/v1 HelmRepository istio: /spec/type: " +
                'must be equal to one of the allowed values ["default","oci"]',
        ],
    },
    {
        title: "a version that is not served",
        object: { ...repository, apiVersion: "source.toolkit.fluxcd.io/v9" },
        errors: ["source.toolkit.fluxcd.io/v9 HelmRepository istio: no CRD serves this version and kind"],
    },
    {
        title: "a missing namespace",
        object: { ...repository, metadata: { name: "istio" }, spec: { url: "https://x.test" } },
        errors: ["source.toolkit.fluxcd.io/v1 HelmRepository istio: /metadata/namespace: is missing"],
    },
    {
        title: "a missing required field",
        object: {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata,
            spec: { service: { port: 80 } },
        },
        errors: [
            "flagger.app/v1beta1 Canary default: /spec: must have required property 'targetRef'",
            "flagger.app/v1beta1 Canary default: /spec: must have required property 'analysis'",
        ],
    },
    {
        title: "a field that may be a number or a string",
        object: {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata,
            spec: {
                targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
                service: { port: 80, targetPort: "http" },
                analysis: { interval: "15s", threshold: 5, stepWeight: 10 },
            },
        },
        errors: [],
    },
    {
        title: "a valid Istio object",
        object: { ...peers, metadata, spec: { mtls: { mode: "STRICT" } } },
        errors: [],
    },
    {
        title: "an unknown field of an Istio object",
        object: { ...peers, metadata, spec: { mtls: { mode: "STRICT", mood: "GOOD" } } },
        errors: ["security.istio.io/v1 PeerAuthentication default: /spec/mtls/mood: unknown field"],
    },
    {
        title: "a kind of Kubernetes' own",
        object: { apiVersion: "v1", kind: "Service", metadata, x: 1 },
        errors: [],
    },
];

describe("validateObject", () => {
    before(function () {
        if (!crdsAvailable()) this.skip();
    });

    for (const { title, object, errors } of cases) {
        it(`judges ${title}`, () => {
            const found = validateObject(object);

            assert.deepEqual(found, errors);
        });
    }

    it("leaves the object as it was", () => {
        const object = { ...repository, spec: { url: "https://x.test" } };

        validateObject(object);

        assert.deepEqual(object, { ...repository, spec: { url: "https://x.test" } });
    });
});

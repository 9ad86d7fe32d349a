import assert from "node:assert/strict";
import { parse } from "yaml";
import { deepMerge } from "../../../lifecycle/mesh/deep-merge";
import { istioValuesFaults } from "../../../lifecycle/schemas/istio-values";
import { packagedMinors, packagedSchemas } from "../../../adapters/files/packaged-source";
import type { JsonObject } from "../../../lifecycle/kit/json";

const OWN = { pilot: { autoscaleMin: 2, autoscaleMax: 5 } };

function faults(text: string, minor = "1.31"): string[] {
    const values = parse(text) as JsonObject;
    return istioValuesFaults({
        values,
        merged: deepMerge(OWN, values),
        chart: packagedSchemas(`istio-values-${minor}`),
        kubernetes: packagedSchemas("kubernetes-1.34"),
    }).map(({ path, rule, remedy }) => `${path.join(".")}: ${rule}${remedy ? `. ${remedy}` : ""}`);
}

const unread = "is read by nothing in this version of Istio";

describe("istioValuesFaults", () => {
    const wrong: readonly (readonly [string, string])[] = [
        ["meshconfig: {accessLogFile: /dev/stdout}", `meshconfig: ${unread}. Did you mean meshConfig`],
        ["pilot: {affinty: {}}", `pilot.affinty: ${unread}. Did you mean affinity`],
        ["pilot: {autoscaleMin: many}", "pilot.autoscaleMin: must be a whole number that is not negative"],
        [
            "pilot: {replicaCount: 0}",
            "pilot.replicaCount: must be at least 1: without istiod no proxy gets its configuration",
        ],
        [
            "replicaCount: 0",
            "replicaCount: must be at least 1: without istiod no proxy gets its configuration",
        ],
        [
            "pilot: {autoscaleMin: 0}",
            "pilot.autoscaleMin: must be at least 1: without istiod no proxy gets its configuration",
        ],
        ["pilot: {autoscaleMax: 1}", "pilot.autoscaleMax: must not be less than autoscaleMin, which is 2"],
        ["pilot: {autoscaleMin: 6}", "pilot.autoscaleMin: must not be more than autoscaleMax, which is 5"],
        ["profile: demoo", "profile: must be one of demo, preview, remote, stable. Did you mean demo"],
        [
            "global: {proxy: {excludeInboundPorts: 15090}}",
            "global.proxy.excludeInboundPorts: must be a text, and is a number. Put it in quotes",
        ],
        [
            'global: {proxy: {privileged: "false"}}',
            "global.proxy.privileged: must be true or false, and is a text. Remove the quotes",
        ],
        [
            "meshConfig: {enableTracin: true}",
            `meshConfig.enableTracin: ${unread}. Did you mean enableTracing`,
        ],
        [
            "meshConfig: {outboundTrafficPolicy: {mod: ALLOW_ANY}}",
            `meshConfig.outboundTrafficPolicy.mod: ${unread}. Did you mean mode`,
        ],
        ["meshConfig: {connectTimeout: soon}", "meshConfig.connectTimeout: must be a duration such as 10s"],
        [
            "meshConfig: {extensionProviders: [{name: a, opentelemtry: {}}]}",
            `meshConfig.extensionProviders.0.opentelemtry: ${unread}. Did you mean opentelemetry`,
        ],
        [
            "pilot: {resources: {request: {cpu: 1}}}",
            `pilot.resources.request: ${unread}. Did you mean requests`,
        ],
        [
            "pilot: {resources: {requests: {cpu: much}}}",
            "pilot.resources.requests.cpu: must be a quantity such as 250m, 2 or 512Mi",
        ],
        ["defaults: {hub: x}", `defaults: ${unread}. Remove it, or put it where it belongs`],
    ];
    for (const [text, fault] of wrong) {
        it(`refuses ${text}`, () => assert.deepEqual(faults(text), [fault]));
    }

    it("refuses the ambient profile, in both places it is read from", () => {
        for (const text of ["profile: ambient", "global: {profile: ambient}"]) {
            assert.match(faults(text).join("\n"), /profile: is not supported yet[^\n]*Remove it$/);
            assert.equal(faults(text).length, 1);
        }
    });

    const right = [
        "pilot: {autoscaleMin: 3, traceSampling: 1, env: {PILOT_X: true, A: 5}, podAnnotations: {a/b: c}, nodeSelector: {d: e}}",
        'pilot: {autoscaleMin: "3", resources: {requests: {cpu: 2}}, tolerations: [{key: a, operator: Exists}], deploymentLabels: {a: b}}',
        "pilot: {affinity: {nodeAffinity: {}}, topologySpreadConstraints: [], rollingMaxSurge: 100%, rollingMaxUnavailable: 1}",
        "meshConfig: {enable_tracing: true, connectTimeout: 1.5s, accessLogEncoding: JSON, discoverySelectors: [{matchLabels: {a: b}}]}",
        "meshConfig: {defaultConfig: {concurrency: 2, proxyMetadata: {ANY_KEY: x}, tracing: {sampling: 10}}}",
        "meshConfig: {extensionProviders: [{name: a, envoyExtAuthzGrpc: {service: x, port: 9000, timeout: 1s}}]}",
        "global: {proxy: {resources: {limits: {memory: 1Gi}}, logLevel: warning, tracer: none}, imagePullSecrets: [a]}",
        "sidecarInjectorWebhook: {neverInjectSelector: [{matchLabels: {a: b}}], injectedAnnotations: {a: b}, templates: {custom: x}}",
        "telemetry: {enabled: true, v2: {prometheus: {enabled: false}}}",
        'compatibilityVersion: "1.29"',
        "global: {platform: openshift}",
        "experimental: {stableValidationPolicy: true}",
        "pdb: {minAvailable: 50%}",
    ];
    for (const text of right) {
        it(`takes ${text}`, () => assert.deepEqual(faults(text), []));
    }

    it("knows the values of every minor that is packaged", () => {
        for (const minor of packagedMinors("istio-values")) {
            assert.deepEqual(faults(right[0] ?? "", minor), [], minor);
            assert.equal(faults("meshconfig: {}", minor).length, 1, minor);
        }
    });
});

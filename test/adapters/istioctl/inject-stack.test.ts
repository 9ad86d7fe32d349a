import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { type InjectStackArgs, injectStack } from "../../../adapters/istioctl/inject-stack";
import { injectorInputs } from "../../../adapters/istioctl/inputs";
import { injectAll } from "../../../adapters/istioctl/inject";
import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import { injectedTemplateOf, injectionDocument } from "../../../lifecycle/sidecars/pristine";
import { composeWorkload } from "../../../lifecycle/sidecars/sidecars";
import type { Manifest, SourcedManifest } from "../../../lifecycle/workloads/manifest";
import { type PodTemplate, podTemplateOf, withPodTemplate } from "../../../lifecycle/workloads/pod-template";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { RECORDED_WORKLOADS, recordedWorkload } from "../../support/recordings";
import { ISTIOCTL, istioctlVersionOrSkip } from "../../support/real-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

function sourced(manifest: Manifest): SourcedManifest {
    return { app: "x", file: `apps/x/${manifest.metadata.name}.yaml`, line: 1, manifest };
}

function canaryOf(name: string): SourcedManifest {
    const spec = { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name } };
    return sourced({
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name, namespace: "prod" },
        spec,
    });
}

function deployment(name: string, spec: object, metadata: object = {}): Manifest {
    const template = { metadata: { labels: { app: name }, ...metadata }, spec };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "prod" },
        spec: { selector: { matchLabels: { app: name } }, template },
    };
}

/** Manifests with what makes injection hard. */
const HARD: readonly Manifest[] = [
    ...RECORDED_WORKLOADS.map((name) => recordedWorkload(name)),
    deployment(
        "many",
        {
            serviceAccountName: "many",
            initContainers: [
                { name: "wait", image: "w:1" },
                {
                    name: "migrate",
                    image: "m:1",
                    restartPolicy: "Always",
                    startupProbe: { tcpSocket: { port: "db" } },
                    ports: [{ name: "db", containerPort: 5432 }],
                },
            ],
            containers: [
                {
                    name: "app",
                    image: "a:1",
                    ports: [{ name: "http", containerPort: 80, protocol: "TCP" }],
                    livenessProbe: {
                        httpGet: {
                            path: "/live",
                            port: "http",
                            scheme: "HTTPS",
                            httpHeaders: [{ name: "X", value: "y" }],
                        },
                        timeoutSeconds: 7,
                    },
                    resources: { limits: { cpu: "1500m", memory: "2048Mi" } },
                },
                {
                    name: "side",
                    image: "s:1",
                    env: [
                        { name: "A", value: "" },
                        { name: "B", value: 'it\'s "odd"\n\u2028 é 😀' },
                    ],
                    lifecycle: { preStop: { httpGet: { path: "/stop", port: 81 } } },
                    readinessProbe: { exec: { command: ["true"] } },
                },
            ],
            volumes: [
                { name: "cache", emptyDir: { sizeLimit: "1024Mi" } },
                { name: "config", configMap: { name: "many", optional: true } },
            ],
            imagePullSecrets: [{ name: "pull" }],
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            tolerations: [{ key: "a", operator: "Exists" }],
            topologySpreadConstraints: [
                {
                    maxSkew: 1,
                    topologyKey: "zone",
                    whenUnsatisfiable: "DoNotSchedule",
                    labelSelector: { matchLabels: { app: "many" } },
                },
            ],
        },
        {
            annotations: {
                "prometheus.io/scrape": "true",
                "prometheus.io/port": "9090",
                "prometheus.io/path": "/m",
                "sidecar.istio.io/proxyCPU": "250m",
                "traffic.sidecar.istio.io/excludeOutboundPorts": "5432",
            },
        },
    ),
    deployment("plain", {
        containers: [
            {
                name: "plain",
                image: "p:1",
                ports: [{ containerPort: 1 }, { containerPort: 2, protocol: "UDP" }],
                env: [{ name: "X", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
            },
        ],
    }),
    deployment(
        "hold",
        { containers: [{ name: "hold", image: "p:1" }] },
        { annotations: { "proxy.istio.io/config": "holdApplicationUntilProxyStarts: true\n" } },
    ),
    deployment(
        "classic",
        { initContainers: [{ name: "i", image: "i:1" }], containers: [{ name: "c", image: "p:1" }] },
        { annotations: { "sidecar.istio.io/nativeSidecar": "false" } },
    ),
];

describe("injectStack with the real istioctl", function () {
    this.timeout(120_000);
    const root = temporaryFolder();
    let version = "";

    before(async function () {
        version = await istioctlVersionOrSkip(this);
    });

    function stack(over: Partial<InjectStackArgs> = {}): InjectStackArgs {
        const lock = exampleLock(version);
        return {
            settings: exampleSettings(),
            lock,
            manifests: HARD.map(sourced),
            root,
            locate: () => Promise.resolve(ISTIOCTL),
            ...over,
        };
    }

    for (const [kind, settings] of [
        ["native", exampleSettings()],
        ["classic", exampleSettings({ cluster: { kubernetes: "1.32" } })],
        ["CNI", exampleSettings({ istio: { cni: true } })],
    ] as const) {
        it(`gives the workloads what plain kube-inject gives them, object by object (${kind})`, async () => {
            const args = stack({ settings });
            const { sidecars, failures, injected } = await injectStack(args);
            assert.deepEqual(
                failures.map(({ error }) => error.message),
                [],
            );
            assert.equal(injected.length, HARD.length);
            const plan = planInjection(args);
            const inputs = await injectorInputs({ istioctl: ISTIOCTL, root, ...plan });
            // Our object is compared after istioctl has read and written it once more, without injecting anything.
            const plain = await outputs(HARD, inputs, plan.native);
            const ours = await outputs(
                HARD.map((manifest) => asOptedOut(composeWorkload(manifest, sidecars))),
                inputs,
                plan.native,
            );
            for (const [index, manifest] of HARD.entries()) {
                assert.deepEqual(withoutOptOut(ours[index]), plain[index], manifest.metadata.name);
            }
        });
    }

    async function outputs(
        manifests: readonly Manifest[],
        inputs: Awaited<ReturnType<typeof injectorInputs>>,
        native: boolean,
    ): Promise<PodTemplate[]> {
        const found = new Map<string, PodTemplate>();
        await injectAll({
            istioctl: ISTIOCTL,
            inputs,
            revision: "default",
            native,
            jobs: manifests.map((manifest) => ({
                id: manifest.metadata.name,
                document: injectionDocument(manifest),
            })),
            onOutcome: ({ id, injected, reason }) => {
                assert.equal(reason, undefined);
                if (injected) found.set(id, injectedTemplateOf(injected));
            },
        });
        return manifests.map((manifest) => found.get(manifest.metadata.name) ?? {});
    }

    it("tells canary and primary apart, and changes nothing else", async () => {
        const [backend] = HARD;
        assert.ok(backend);
        const { sidecars } = await injectStack(stack({ manifests: [sourced(backend), canaryOf("backend")] }));
        const plain = await injectStack(stack({ manifests: [sourced(backend)] }));
        const env = (manifest: Manifest): readonly { readonly name: string }[] => {
            const containers = podTemplateOf(manifest)?.spec?.["initContainers"] as {
                name: string;
                env?: { name: string }[];
            }[];
            return containers.find(({ name }) => name === "istio-proxy")?.env ?? [];
        };
        const [ours, theirs] = [
            env(composeWorkload(backend, sidecars)),
            env(composeWorkload(backend, plain.sidecars)),
        ];
        assert.deepEqual(
            ours.filter((variable, index) => JSON.stringify(variable) !== JSON.stringify(theirs[index])),
            [
                {
                    name: "ISTIO_META_WORKLOAD_NAME",
                    valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } },
                },
                {
                    name: "ISTIO_META_OWNER",
                    value: "kubernetes://apis/apps/v1/namespaces/prod/deployments/$(ISTIO_META_WORKLOAD_NAME)",
                },
            ],
        );
    });

    it("injects only what has changed, and does not even look for istioctl when nothing has", async () => {
        const first = await injectStack(stack());
        const again = await injectStack(
            stack({
                previous: first.sidecars,
                locate: () => Promise.reject(new Error("looked for istioctl")),
            }),
        );
        assert.equal(again.sidecars, first.sidecars);
        assert.equal(again.reused.length, HARD.length);
        const changed = HARD.map((manifest) =>
            manifest.metadata.name === "plain"
                ? deployment("plain", { containers: [{ name: "plain", image: "p:2" }] })
                : manifest,
        );
        const third = await injectStack(stack({ previous: first.sidecars, manifests: changed.map(sourced) }));
        assert.deepEqual(third.injected, ["prod/Deployment/plain"]);
        const fourth = await injectStack(stack({ previous: third.sidecars }));
        assert.deepEqual(fourth.sidecars, first.sidecars);
    });

    it("keeps what it knows of thousands where a change alters no sidecar, and gives what a fresh start gives", async () => {
        const first = await injectStack(stack());
        const changed = (image: string, name: string): SourcedManifest[] =>
            HARD.map((manifest) =>
                sourced(
                    manifest.metadata.name === "hold"
                        ? deployment(
                              "hold",
                              { containers: [{ name, image }] },
                              {
                                  annotations: {
                                      "proxy.istio.io/config": "holdApplicationUntilProxyStarts: true\n",
                                  },
                              },
                          )
                        : manifest,
                ),
            );
        const image = await injectStack(
            stack({ previous: first.sidecars, manifests: changed("p:9", "hold") }),
        );
        assert.deepEqual(image.injected, ["prod/Deployment/hold"]);
        assert.equal(image.reused.length, HARD.length - 1);
        assert.equal(image.sidecars.factored, first.sidecars.factored);
        assert.notDeepEqual(image.sidecars.pristine, first.sidecars.pristine);
        assert.deepEqual(
            image.sidecars,
            (await injectStack(stack({ manifests: changed("p:9", "hold") }))).sidecars,
        );

        const name = await injectStack(
            stack({ previous: first.sidecars, manifests: changed("p:9", "other") }),
        );
        assert.notDeepEqual(name.sidecars.factored, first.sidecars.factored);
        assert.deepEqual(
            name.sidecars,
            (await injectStack(stack({ manifests: changed("p:9", "other") }))).sidecars,
        );

        const gone = changed("p:1", "hold").slice(1);
        const fewer = await injectStack(stack({ previous: first.sidecars, manifests: gone }));
        assert.deepEqual(fewer.sidecars, (await injectStack(stack({ manifests: gone }))).sidecars);
    });

    it("names the workload istioctl refuses, and injects the others", async () => {
        const bad = (name: string) =>
            deployment(name, { containers: [{ name: "x", image: ["not", "a", "string"] }] });
        const manifests = [bad("a-bad"), ...HARD, bad("m-bad"), bad("z-bad")].map(sourced);
        const { failures, injected } = await injectStack(stack({ manifests }));
        assert.equal(injected.length, HARD.length);
        assert.deepEqual(
            failures.map(({ id }) => id),
            ["prod/Deployment/a-bad", "prod/Deployment/m-bad", "prod/Deployment/z-bad"],
        );
        assert.match(
            failures[0]?.error.message ?? "",
            /^apps\/x\/a-bad\.yaml:1: prod\/Deployment\/a-bad: istioctl kube-inject refuses it: .*image/,
        );
    });

    it("stops at once when it is aborted", async () => {
        const controller = new AbortController();
        const reason = new Error("enough");
        const running = injectStack(
            stack({ signal: controller.signal, onProgress: () => controller.abort(reason) }),
        );
        await assert.rejects(running, reason);
    });

    it("refuses injector settings that kube-inject ignores", async () => {
        const settings = exampleSettings({
            istio: { values: { sidecarInjectorWebhook: { injectedAnnotations: { a: "b" } } } },
        });
        await assert.rejects(
            injectStack(stack({ settings })),
            /istio\.values\.sidecarInjectorWebhook\.injectedAnnotations: is heeded by the webhook but not by istioctl kube-inject/,
        );
    });

    it("keeps away from the user's cluster", () =>
        assert.equal(existsSync(join(homedir(), ".kube", "cache", "windlass")), false));
});

/** Makes kube-inject read and write a workload without injecting it. */
function asOptedOut(manifest: Manifest): Manifest {
    const template = podTemplateOf(manifest) ?? {};
    const labels = { ...template.metadata?.labels, "sidecar.istio.io/inject": "false" };
    return withPodTemplate(manifest, { ...template, metadata: { ...template.metadata, labels } });
}

function withoutOptOut(template: PodTemplate | undefined): PodTemplate {
    const { "sidecar.istio.io/inject": _marker, ...labels } = template?.metadata?.labels ?? {};
    return { ...template, metadata: { ...template?.metadata, labels } };
}

import assert from "node:assert/strict";

import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import type { Manifest, SourcedManifest } from "../../../lifecycle/workloads/manifest";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { recordedOutput, recordedWorkload } from "../../support/recordings";

const sourced = (manifest: Manifest): SourcedManifest => ({
    app: "a",
    file: `apps/a/${manifest.metadata.name}.yaml`,
    line: 1,
    manifest,
});
const canary = (name: string): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name, namespace: "prod" },
    spec: { targetRef: { kind: "Deployment", name } },
});
const stack = { settings: exampleSettings(), lock: exampleLock("1.31.1", "1.31.0") };

describe("planInjection", () => {
    it("plans for the proxies' version, and for what the cluster's Kubernetes can do", () => {
        const { version, revision, proxyImage, native } = planInjection({ ...stack, manifests: [] });
        assert.deepEqual(
            { version, revision, proxyImage, native },
            {
                version: "1.31.0",
                revision: "default",
                proxyImage: "docker.io/istio/proxyv2:1.31.0-distroless",
                native: true,
            },
        );
        const older = exampleSettings({ cluster: { kubernetes: "1.32" }, istio: { strategy: "revisions" } });
        const plan = planInjection({ ...stack, settings: older, manifests: [] });
        assert.deepEqual([plan.native, plan.revision], [false, "1-31-0"]);
    });

    it("takes workloads in order of their ids, with the label of those that have a canary", () => {
        const manifests = [
            recordedWorkload("report"),
            canary("backend"),
            recordedWorkload("backend"),
            recordedWorkload("node-agent"),
        ].map(sourced);
        const { workloads, skipped } = planInjection({ ...stack, manifests });
        assert.deepEqual(
            workloads.map(({ id, nameLabel }) => [id, nameLabel]),
            [
                ["prod/CronJob/report", undefined],
                ["prod/Deployment/backend", "app"],
            ],
        );
        assert.deepEqual(
            skipped.map(({ id }) => id),
            ["prod/DaemonSet/node-agent"],
        );
    });

    it("lists objects of other kinds whose pods get no sidecar in Git", () => {
        const rollout = {
            apiVersion: "argoproj.io/v1alpha1",
            kind: "Rollout",
            metadata: { name: "r", namespace: "prod" },
            spec: { template: { spec: { containers: [] } } },
        };
        assert.deepEqual(
            planInjection({ ...stack, manifests: [sourced(rollout)] }).skipped.map(({ id }) => id),
            ["prod/Rollout/r"],
        );
    });

    it("refuses input that has a sidecar already", () => {
        assert.throws(
            () => planInjection({ ...stack, manifests: [sourced(recordedOutput("1.31.1", "backend"))] }),
            {
                message:
                    "apps/a/backend.yaml:1: prod/Deployment/backend: already has a sidecar, and injecting twice leaves parts of the old one behind. Keep the manifest as it was before injection; Windlass adds the sidecar.",
            },
        );
    });
});

describe("planInjection, of a ProxyConfig", () => {
    const withMode = (mode: "git" | "pin") => {
        const settings = exampleSettings();
        return { ...settings, workloads: { ...settings.workloads, mode } };
    };
    const config = (namespace: string): Manifest => ({
        apiVersion: "networking.istio.io/v1beta1",
        kind: "ProxyConfig",
        metadata: { name: "more", namespace },
        spec: { concurrency: 4 },
    });
    const plan = (namespace: string, mode: "git" | "pin") =>
        planInjection({
            ...stack,
            settings: withMode(mode),
            manifests: [recordedWorkload("backend"), config(namespace)].map(sourced),
        });

    for (const namespace of ["prod", "istio-system"]) {
        it(`refuses one in ${namespace} that istiod would heed and istioctl does not know`, () =>
            assert.throws(
                () => plan(namespace, "git"),
                /ProxyConfig is heeded by the webhook but not by istioctl/,
            ));
    }
    it("lets one be that reaches no sidecar from Git", () => {
        assert.equal(plan("elsewhere", "git").workloads.length, 1);
        assert.equal(plan("prod", "pin").workloads.length, 0);
    });
});

describe("planInjection, of hostile files", () => {
    const plain = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
  namespace: prod
spec:
  selector:
    matchLabels:
      app: a
  template:
    metadata:
      labels:
        app: a
    spec:
      containers:
        - name: a
          image: a:1
          env:
            - name: ODD
              value: "it's \\"odd\\"\\n\\u2028 # é"
`;
    const planOf = (text: string) =>
        planInjection({ ...stack, manifests: parseManifests("a", "apps/a/a.yaml", text) });
    const only = (text: string): string | undefined => {
        const { workloads } = planOf(text);
        assert.equal(workloads.length, 1);
        return workloads[0]?.pristine;
    };

    for (const [name, text] of [
        ["CRLF", plain.replaceAll("\n", "\r\n")],
        ["a byte order mark", `\ufeff${plain}`],
        ["empty documents around it", `---\n\n---\n# nothing\n---\n${plain}---\n---\n`],
        [
            "anchors",
            plain
                .replace("matchLabels:\n      app: a", "matchLabels: &l\n      app: a")
                .replace("labels:\n        app: a", "labels: *l"),
        ],
        ["comments and blank lines", plain.replaceAll("\n", " # x\n\n")],
    ] as const) {
        it(`reads the same workload with ${name}`, () => assert.equal(only(text), only(plain)));
    }

    for (const [name, text, message] of [
        [
            "a tab",
            plain.replace("\n  name: a", "\n\tname: a"),
            /apps\/a\/a\.yaml:4: is not valid YAML: Tabs are not allowed as indentation/,
        ],
        [
            "an alias bomb",
            `a: &a [${"x,".repeat(99)}x]\n${["b", "c", "d"].map((key, index) => `${key}: &${key} [${`*${"abc"[index]},`.repeat(99)}*${"abc"[index]}]\n`).join("")}`,
            /aliases must not add more than 10000 values/,
        ],
        ["deep nesting", `${"[".repeat(100_000)}`, /must not be nested deeper than 100 levels/],
        ["more than 50 MiB", "#".repeat(50 * 1024 * 1024 + 1), /must not be larger than 52428800 characters/],
    ] as const) {
        it(`refuses ${name} at once and says where`, () => {
            const start = Date.now();
            assert.throws(() => planOf(text), message);
            assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
        });
    }

    it("reads 10,000 documents in a file, in time and memory that grow with their number", () => {
        const file = (count: number): string =>
            Array.from({ length: count }, (_, index) =>
                plain.replaceAll(/\b(name: |app: )a\b/g, `$1a${index}`),
            ).join("---\n---\n");
        const cost = (count: number): number => {
            const { user } = process.cpuUsage();
            assert.equal(planOf(file(count)).workloads.length, count);
            return process.cpuUsage().user - user;
        };
        cost(500);
        const [few, many] = [cost(1000), cost(10_000)];
        assert.ok(many < few * 30, `${many} ${few}`);
    }).timeout(60_000);

    it("names a workload that no API server would accept, at once, and no other", () => {
        const env = (count: number) => plain.replace(/value: .*/, `value: "${"x".repeat(count)}"`);
        assert.equal(planOf(env(3_000_000)).workloads.length, 1);
        const start = Date.now();
        const other = plain.replaceAll(/\b(name: |app: )a\b/g, "$1b");
        assert.throws(() => planOf(`${other}---\n${env(20 * 1024 * 1024)}`), {
            message:
                "apps/a/a.yaml:22: prod/Deployment/a: is larger than the 3145728 bytes that a Kubernetes API server accepts. Move what is large into a volume or an image.",
        });
        assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
    });

    it("reads 50 MB in one file, in tens of thousands of documents or in one, within seconds", () => {
        const data = "  a: |\n" + "    some text of a file, 0123456789 # = :\n".repeat(20);
        const map = (name: string, text: string) =>
            `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: prod\ndata:\n${text}`;
        const many = Array.from({ length: 52_000 }, (_, index) => map(`c${index}`, data)).join("---\n");
        const texts = [many, map("big", `  a: "${String.raw`x\n`.repeat(16_500_000)}"\n`)];
        for (const text of texts) {
            assert.ok(text.length > 45_000_000 && text.length < 52_000_000, String(text.length));
            const start = Date.now();
            assert.deepEqual(
                planOf(`${text}---\n${plain}`).workloads.map(({ id }) => id),
                ["prod/Deployment/a"],
            );
            assert.ok(Date.now() - start < 15_000, `${Date.now() - start} ms`);
        }
    }).timeout(60_000);

    it("keeps the others as they are when one is refused", () => {
        const bad = plain
            .replaceAll(/\b(name: |app: )a\b/g, "$1b")
            .replace("image:", "image: b\n          imagePullPolicy:");
        const worse = bad.replace(
            "    metadata:\n      labels:",
            "    metadata:\n      annotations:\n        sidecar.istio.io/proxyImage: evil\n      labels:",
        );
        assert.throws(
            () => planOf(`${plain}---\n${worse}`),
            (error: Error) => {
                assert.match(error.message, /prod\/Deployment\/b: sidecar\.istio\.io\/proxyImage/);
                assert.doesNotMatch(error.message, /Deployment\/a/);
                return true;
            },
        );
        const [first] = planOf(`${plain}---\n${bad}`).workloads;
        assert.equal(first?.pristine, only(plain));
    });
});

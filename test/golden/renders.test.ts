import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readStacks } from "../../cli/read-stacks";
import { LAYERS, type LayerName } from "../../components/kube/layer";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { renderedFiles } from "../../render/files";
import type { RenderedObjects } from "../../render/objects";
import { renderStack } from "../../render/render-stack";
import { crdsAvailable, validateObject } from "../support/crd-schema";
import { MESH } from "../support/mesh";

const UPDATE = process.env["WINDLASS_UPDATE_GOLDEN"] !== undefined;

/** Compares a text with the one that is committed; `npm run golden` writes it instead. */
function compareWithGolden(file: string, text: string): void {
    const path = join(__dirname, file);
    if (UPDATE) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
    }
    const golden = existsSync(path) ? readFileSync(path, "utf8") : "";
    assert.equal(text, golden, `${file} has changed: if that is meant, run \`npm run golden\` and review the diff`);
}

/** All files of a layer in one text, each under its name. */
function textOfLayer(rendered: RenderedObjects, layer: LayerName | "namespaces"): string {
    return [...renderedFiles(rendered)]
        .filter(([path]) => path.startsWith(`${layer}/`))
        .map(([path, text]) => `--- # ${path}\n${text}`)
        .join("");
}

for (const stack of readStacks(MESH)) {
    const { stack: name } = stack.settings;

    describe(`the render of ${name}`, () => {
        let rendered: RenderedObjects;
        let objects: readonly Manifest[];
        const find = (kind: string, object: string) =>
            objects.find((candidate) => candidate.kind === kind && candidate.metadata.name === object);

        before(async () => {
            rendered = await renderStack(stack);
            objects = LAYERS.flatMap((layer) => rendered.layers[layer]);
        });

        // Only where Flux delivers are there any.
        for (const layer of [...LAYERS, "namespaces"] as const) {
            it(`is what the golden file of ${layer} says`, () => {
                compareWithGolden(`${name}/${layer}.yaml`, textOfLayer(rendered, layer));
            });
        }

        it("is the same when it is made again", async () => {
            assert.deepEqual(renderedFiles(await renderStack(stack)), renderedFiles(rendered));
        });

        it("holds custom resources that their definitions accept, every field known", function () {
            if (!crdsAvailable()) this.skip();
            const complaints = objects.flatMap((object) =>
                validateObject(object).map((complaint) => `${object.kind} ${object.metadata.name}: ${complaint}`),
            );

            assert.deepEqual(complaints, []);
        });

        it("pins every chart to one exact version", () => {
            const releases = objects.filter(({ kind }) => kind === "HelmRelease");

            assert.ok(releases.length >= 3);
            for (const release of releases) {
                assert.match(String(getIn(release, ["spec", "chart", "spec", "version"])), /^\d+\.\d+\.\d+$/);
            }
        });

        it("demands mutual TLS of the whole mesh", () => {
            const policy = find("PeerAuthentication", "default");

            assert.equal(policy?.metadata.namespace, "istio-system");
            assert.equal(getIn(policy, ["spec", "mtls", "mode"]), "STRICT");
        });

        it("keeps the webhook away from namespaces whose sidecars stand in Git", () => {
            const labels = find("Namespace", "prod")?.metadata.labels;

            assert.equal(labels?.["istio-injection"], "disabled");
            assert.equal(labels?.["istio.io/rev"], undefined);
        });

        it("gives every Deployment the proxy the lock pins, named for its pod where a canary gates it", () => {
            const image = `${stack.lock.istio.hub}/proxyv2:${stack.lock.istio.proxies.version}-distroless`;
            for (const workload of ["frontend", "backend", "loadtester"]) {
                const spec = getIn(find("Deployment", workload), ["spec", "template", "spec"]) as PodSpec;
                const proxy = [...(spec.initContainers ?? []), ...spec.containers].find(
                    (container) => container.name === "istio-proxy",
                );
                assert.equal(proxy?.image, image, workload);
                const own = proxy?.env?.find((variable) => variable.name === "ISTIO_META_WORKLOAD_NAME");
                assert.equal(own?.value === undefined, workload !== "loadtester", workload);
            }
        });
    });
}

interface PodSpec {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
}
interface Container {
    readonly name: string;
    readonly image: string;
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

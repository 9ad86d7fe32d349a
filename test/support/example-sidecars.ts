import { factor } from "../../lifecycle/sidecars/factor";
import type { Sidecars } from "../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../lifecycle/sidecars/sidecars-text";

/** Sidecars of three workloads, the third with an image of its own. */
export function exampleSidecars({ version = "1.31.1" }: { readonly version?: string } = {}): Sidecars {
    const proxyImage = `docker.io/istio/proxyv2:${version}`;
    const overlay = (image: string) => ({
        "metadata/annotations/sidecar.istio.io~1status": '{"a":"b"}',
        "spec/containers": ["istio-proxy"],
        "spec/containers/istio-proxy/image": image,
    });
    const input = (name: string, image = proxyImage) =>
        [
            `prod/Deployment/${name}`,
            { overlay: overlay(image), words: { proxyImage, name }, shape: "Deployment" },
        ] as const;
    return {
        inputs: {
            istioctl: version,
            revision: "default",
            values: `sha256:${version}`,
            injector: { template: "sha256:11", values: `sha256:${version}-22`, mesh: "sha256:33" },
        },
        proxyImage,
        pristine: new Map([
            ["prod/Deployment/a", "sha256:aa"],
            ["prod/Deployment/b", "sha256:bb"],
            ["prod/Deployment/c", "sha256:cc"],
        ]),
        factored: factor(new Map([input("a"), input("b"), input("c", "other:1")])),
    };
}

/** The file of {@link exampleSidecars}. */
export function exampleSidecarsText(options: { readonly version?: string } = {}): string {
    return formatSidecars(exampleSidecars(options));
}

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { CRD_FILES } from "../tools/test-bed/crd-files";
import { isRecord } from "../lifecycle/kit/json-path";
import { gitTree, goModule, moduleTree } from "./schemas/sources";
import { crdSchemas } from "./schemas/definitions";
import { gatewayValuesSchema } from "./schemas/gateway-values";
import { istioValuesSchemas } from "./schemas/istio-values";
import { kubernetesSchemas } from "./schemas/kubernetes";
import { writeSchemas } from "./schemas/write";

/**
 * Renews `schemas/`. Needs Go, for modules with their checksums; a folder with the files that
 * `tools/test-bed/crd-files.ts` pins (WINDLASS_CRDS, as for `windlass cluster up`); and a clone of istio/istio with its
 * tags (ISTIO_CLONE). Network only through `go mod download`.
 */

/** Newest patch of each minor that the module proxy had when this was written. */
const KUBERNETES = ["1.32.13", "1.33.13", "1.34.4", "1.35.4", "1.36.3", "1.37.2"];

/** Istio's minors, the Git ref their charts are read at, and the release of istio.io/api that has their MeshConfig. */
const ISTIO = [
    { minor: "1.28", ref: "1.28.10", api: "v1.30.8" },
    { minor: "1.29", ref: "1.29.6", api: "v1.30.8" },
    { minor: "1.30", ref: "1.30.3", api: "v1.30.8" },
    { minor: "1.31", ref: "release-1.31", api: "v1.31.1" },
];

const DISCOVERY = "manifests/charts/istio-control/istio-discovery";
const GATEWAY = "manifests/charts/gateway";

function objectsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
    return parseAllDocuments(text, { logLevel: "silent" })
        .map((document) => document.toJSON() as unknown)
        .filter(isRecord);
}

for (const version of KUBERNETES) {
    const { folder, source } = goModule(`k8s.io/kubernetes@v${version}`);
    writeSchemas(`kubernetes-${version.split(".", 2).join(".")}`, kubernetesSchemas(folder, source));
}

const clone = process.env["ISTIO_CLONE"];
if (!clone) throw new Error("ISTIO_CLONE must name a clone of istio/istio");
for (const { minor, ref, api } of ISTIO) {
    const commit = execFileSync("git", ["-C", clone, "rev-parse", `${ref}^{commit}`], {
        encoding: "utf8",
    }).trim();
    const tree = gitTree(clone, commit);
    const mesh = goModule(`istio.io/api@${api}`);
    const crds =
        minor === api.slice(1, 5)
            ? readFileSync(join(mesh.folder, "kubernetes/customresourcedefinitions.gen.yaml"), "utf8")
            : tree.read("manifests/charts/base/files/crd-all.gen.yaml");
    const istio = `istio/istio ${ref} at ${commit}`;
    writeSchemas(
        `istio-${minor}`,
        crdSchemas(objectsIn(crds), minor === api.slice(1, 5) ? mesh.source : istio),
    );
    const files = tree.list(DISCOVERY);
    const protos = moduleTree(mesh.folder)
        .filter((file) => /^(?:mesh|networking|type|analysis)\/.*\.proto$/.test(file))
        .map((file) => readFileSync(join(mesh.folder, file), "utf8"));
    const definitions = istioValuesSchemas({
        values: objectsIn(tree.read(`${DISCOVERY}/values.yaml`))[0],
        templates: files
            .filter((file) => /\/(?:templates|files)\//.test(file) && !file.includes("gen-istio"))
            .map((file) => tree.read(file)),
        valuesProto: tree.read("operator/pkg/apis/values_types.proto"),
        meshProtos: protos,
        files: files.map((file) => file.slice(file.lastIndexOf("/") + 1)),
    });
    const gateway = gatewayValuesSchema({
        schema: JSON.parse(tree.read(`${GATEWAY}/values.schema.json`)) as unknown,
        values: objectsIn(tree.read(`${GATEWAY}/values.yaml`))[0],
        templates: tree.list(`${GATEWAY}/templates`).map((file) => tree.read(file)),
    });
    writeSchemas(`istio-values-${minor}`, {
        source: `${istio}; ${mesh.source}`,
        kinds: {},
        definitions: { ...definitions, GatewayValues: gateway },
    });
}

const folder = process.env["WINDLASS_CRDS"];
if (!folder) throw new Error("WINDLASS_CRDS must name the folder of the pinned definitions");
const pinned = new Map(CRD_FILES.map((file) => [file.sha256, file]));
const tools = readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const file = pinned.get(createHash("sha256").update(bytes).digest("hex"));
    return !file || file.repository === "istio/api"
        ? []
        : [{ file, objects: objectsIn(bytes.toString("utf8")) }];
});
const sources = [...new Set(tools.map(({ file }) => `${file.repository} ${file.tag}`))].sort();
const missing = CRD_FILES.filter(({ repository }) => repository !== "istio/api").length - tools.length;
if (missing > 0) throw new Error(`${missing} of the pinned definitions are not in ${folder}`);
writeSchemas(
    "tools",
    crdSchemas(
        tools.flatMap(({ objects }) => objects),
        sources.join(", "),
    ),
);

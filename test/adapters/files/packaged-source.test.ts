import assert from "node:assert/strict";
import { nearestMinor, packagedMinors, packagedSchemas } from "../../../adapters/files/packaged-source";

describe("packagedSchemas", () => {
    it("are there for every Kubernetes that an Istio of the catalog runs on and that is not past its end", () => {
        assert.deepEqual(packagedMinors("kubernetes"), ["1.32", "1.33", "1.34", "1.35", "1.36", "1.37"]);
        assert.deepEqual(packagedMinors("istio"), packagedMinors("istio-values"));
    });

    it("say what they were made from", () => {
        for (const minor of packagedMinors("kubernetes")) {
            const { source, kinds } = packagedSchemas(`kubernetes-${minor}`);
            assert.match(source, new RegExp(`^k8s\\.io/kubernetes v${minor.replace(".", "\\.")}\\.\\d+ h1:`));
            assert.equal(kinds["apps/v1/Deployment"]?.scope, "Namespaced");
            assert.equal(kinds["v1/Namespace"]?.scope, "Cluster");
        }
        assert.match(packagedSchemas("tools").source, /fluxcd\/flagger v1\.44\.0/);
    });

    it("have every definition they refer to", () => {
        for (const name of ["kubernetes-1.34", "istio-1.31", "tools"]) {
            const { definitions, kinds } = packagedSchemas(name);
            for (const [, reference = ""] of JSON.stringify({ definitions, kinds }).matchAll(/"#([^"]+)"/g))
                assert.ok(Object.hasOwn(definitions, reference), `${name}: ${reference}`);
        }
    });
});

describe("nearestMinor", () => {
    it("is the minor itself, else the nearest below, else the lowest", () => {
        const minors = ["1.9", "1.32", "1.34"];
        assert.equal(nearestMinor(minors, "1.34"), "1.34");
        assert.equal(nearestMinor(minors, "1.40"), "1.34");
        assert.equal(nearestMinor(minors, "1.33"), "1.32");
        assert.equal(nearestMinor(minors, "1.2"), "1.9");
    });
});

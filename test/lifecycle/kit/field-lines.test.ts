import assert from "node:assert/strict";
import { lineIn, lineOfField, rememberLines } from "../../../lifecycle/kit/field-lines";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";

const TEXT = `apiVersion: v1
kind: ConfigMap
metadata: { name: first, namespace: prod }
---
# a comment
apiVersion: v1
kind: List
items:
    - apiVersion: v1
      kind: Service
      metadata:
          name: web
          namespace: prod
      spec:
          ports:
              - port: 80
              - port: 81
                nodeport: 1
`;

describe("lineIn", () => {
    it("finds a field in a file of several documents, and in an item of a list", () => {
        const [first, second] = parseManifests("a", "apps/a/a.yaml", TEXT);
        assert.ok(first && second);
        assert.equal(lineIn(first, ["metadata", "name"]), 3);
        assert.equal(lineIn(second, ["spec", "ports", 1, "nodeport"]), 18);
        assert.equal(lineIn(second, "spec.ports.1.nodeport".split(".")), 18);
        assert.equal(lineIn(second, ["spec", "selector"]), 14);
    });

    it("is the document's where nothing else is known", () => {
        const manifest = { apiVersion: "v1", kind: "Service", metadata: { name: "a" } };
        assert.equal(lineIn({ manifest, line: 7 }, ["spec"]), 7);
    });
});

describe("lineOfField", () => {
    it("remembers the lines of a value", () => {
        const value = {};
        assert.equal(lineOfField(value, ["a"]), undefined);
        rememberLines(value, (path) => path.length);
        assert.equal(lineOfField(value, ["a", "b"]), 2);
    });
});

import assert from "node:assert/strict";

import { migrateFile } from "../../../lifecycle/migrate/migrate-file";
import { parseSettings } from "../../../lifecycle/settings/settings-parse";

const HEAD = `# A person wrote this: it stays.
config:
  windlass:cluster:
    name: dev
    kubernetes: "1.34"
  windlass:istio:
    range: ~1.31
`;
const respelled = (text: string): string | undefined =>
    migrateFile({ kind: "stack", file: "stacks/Pulumi.dev.yaml", stack: "dev", text }, { respell: true })
        ?.text;

describe("the gateway as one of many", () => {
    it("keeps comments, order and everything else of the file", () => {
        const before = `${HEAD}  windlass:gateway: # the shop's
    enabled: true
    # both names
    hosts:
      - shop.example.com # main

    tlsSecret: shop
  windlass:fleet:
    wave: 1
`;
        const after = `${HEAD}  windlass:gateways: # the shop's
    ingress:
      # both names
      hosts:
        - shop.example.com # main

      tlsSecret: shop
  windlass:fleet:
    wave: 1
`;
        assert.equal(respelled(before), after);
        assert.deepEqual(parseSettings("dev", after), parseSettings("dev", before));
    });

    for (const [what, lines] of [
        ["written in one line", "  windlass:gateway: {enabled: true, hosts: [a.example]}\n"],
        [
            "beside other gateways",
            "  windlass:gateway:\n    enabled: true\n    hosts: [a.example]\n  windlass:gateways:\n    out: {kind: egress}\n",
        ],
    ] as const)
        it(`means the same ${what}, and is done once`, () => {
            const after = respelled(HEAD + lines);
            assert.ok(after);
            assert.doesNotMatch(after, /windlass:gateway:/);
            assert.deepEqual(parseSettings("dev", after), parseSettings("dev", HEAD + lines));
            assert.equal(respelled(after), undefined);
        });

    it("leaves alone one that is not enabled, and every file unless it is asked for", () => {
        assert.equal(respelled(`${HEAD}  windlass:gateway:\n    hosts: [a.example]\n`), undefined);
        const text = `${HEAD}  windlass:gateway: {enabled: true, hosts: [a.example]}\n`;
        assert.equal(migrateFile({ kind: "stack", file: "f", stack: "dev", text }), undefined);
    });
});

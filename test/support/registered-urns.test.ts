import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { registeredUrns } from "./registered-urns";

class Box extends pulumi.ComponentResource {
    public constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:test:Box", name, {}, opts);
    }
}

const urn = (type: string, name: string) => `urn:pulumi:dev::windlass::${type}::${name}`;

describe("registeredUrns", () => {
    it("has a resource without an alias under its own URN alone", async () => {
        const urns = await registeredUrns(() => new Box("one"));

        assert.deepEqual(urns.get(urn("windlass:test:Box", "one")), []);
        assert.deepEqual(
            [...urns.keys()],
            [urn("pulumi:pulumi:Stack", "windlass-dev"), urn("windlass:test:Box", "one")],
        );
    });

    it("names what a resource was called, where it stood, and what follows for its children", async () => {
        const urns = await registeredUrns(() => {
            const outer = new Box("outer", { aliases: [{ name: "old" }] });
            const inner = new Box("outer-inner", { parent: outer });
            new Box("moved", { parent: inner, aliases: [{ parent: pulumi.rootStackResource }] });
        });
        const [box, two, three] = [1, 2, 3].map((depth) =>
            Array<string>(depth).fill("windlass:test:Box").join("$"),
        );

        assert.deepEqual(urns.get(urn(box ?? "", "outer")), [urn(box ?? "", "old")]);
        assert.deepEqual(urns.get(urn(two ?? "", "outer-inner")), [urn(two ?? "", "old-inner")]);
        assert.ok(urns.get(urn(three ?? "", "moved"))?.includes(urn(box ?? "", "moved")));
    });

    it("leaves the runtime as it was", async () => {
        await registeredUrns(() => new Box("one"));
        const urns = await registeredUrns(() => new Box("two"));

        assert.deepEqual([...urns.values()], [[], []]);
    });
});

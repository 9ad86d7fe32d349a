import assert from "node:assert/strict";
import fc from "fast-check";
import { packetLine, packetText, readPackets } from "../../../adapters/git/pkt-line";

describe("readPackets", () => {
    it("takes lines and marks apart", () => {
        const packets = readPackets(Buffer.from(`${packetLine("one")}0001${packetLine("zwölf")}0000`));

        assert.deepEqual(
            packets.map((packet) => (typeof packet === "string" ? packet : packetText(packet))),
            ["one", "delimiter", "zwölf", "flush"],
        );
    });

    for (const text of ["0009on", "000", "0003", "zzzz", "<html>", "ffff"]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.throws(() => readPackets(Buffer.from(text)), {
                message: "is cut off or no answer of a Git server.",
            });
        });
    }

    it("gives back every line that is packed", () => {
        fc.assert(
            fc.property(
                fc.array(fc.string({ maxLength: 100 }).filter((text) => !text.endsWith("\n"))),
                (lines) => {
                    const packets = readPackets(Buffer.from(lines.map(packetLine).join("")));

                    assert.deepEqual(packets.map(packetText), lines);
                },
            ),
        );
    });
});

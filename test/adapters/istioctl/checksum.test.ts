import assert from "node:assert/strict";
import fc from "fast-check";
import { parseChecksum } from "../../../adapters/istioctl/checksum";

const A = "a".repeat(64);
const FILE = "istioctl-1.31.1-linux-amd64.tar.gz";

const accepted = [`${A} ${FILE}\n`, `${A}  ${FILE}`, `${A} *${FILE}\n`, `${A}\t${FILE} \r\n`];

/** `[text, rule]` */
const refused: readonly (readonly [string, string])[] = [
    ["", "is empty"],
    ["\n", "is empty"],
    ["<!doctype html>\n<html></html>\n", "is no digest followed by a file's name"],
    [A, "is no digest followed by a file's name"],
    [`${A.slice(1)} ${FILE}\n`, "is no digest followed by a file's name"],
    [`${A}0 ${FILE}\n`, "is no digest followed by a file's name"],
    [`${A.toUpperCase()} ${FILE}\n`, "is no digest followed by a file's name"],
    [`${A} ${FILE} more\n`, "is no digest followed by a file's name"],
    [`${A}\n${FILE}\n`, "is no digest followed by a file's name"],
    [`${A} ${FILE}\n${"b".repeat(64)} ${FILE}\n`, "holds more than one digest"],
    [`${A} ${FILE}\n${A} other\n`, "holds more than one digest"],
    [`${A} ${FILE}\nrubbish`, "is no digest followed by a file's name"],
    [`${A} istioctl-1.31.0-linux-amd64.tar.gz\n`, "is about another file"],
    [`${A} ./${FILE}\n`, "is about another file"],
    [`${A} **${FILE}\n`, "is no digest followed by a file's name"],
];

describe("parseChecksum", () => {
    for (const text of accepted) {
        it(`reads ${JSON.stringify(text.replace(A, "a…"))}`, () => {
            assert.equal(parseChecksum(text, FILE), A);
        });
    }
    for (const [text, rule] of refused) {
        it(`refuses ${JSON.stringify(text.replace(A, "a…"))}`, () => {
            assert.throws(
                () => parseChecksum(text, FILE),
                (error: { details?: { rule: string } }) => {
                    assert.equal(error.details?.rule, rule);
                    return true;
                },
            );
        });
    }

    it("gives 64 hexadecimal digits or refuses, whatever the text", () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                try {
                    assert.match(parseChecksum(text, FILE), /^[0-9a-f]{64}$/);
                } catch (error) {
                    assert.equal((error as Error).name, "WindlassError");
                }
            }),
        );
    });
});

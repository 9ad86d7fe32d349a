import assert from "node:assert/strict";
import { parseAnalysis } from "../../../adapters/istioctl/messages";

const message = {
    code: "IST0101",
    level: "Error",
    origin: "VirtualService prod/a",
    message: "Referenced gateway not found",
};

/** `[text, messages]`; undefined for what is no answer of istioctl's */
const cases: readonly (readonly [string, readonly object[] | undefined])[] = [
    ["", []],
    ["[]\n", []],
    [
        JSON.stringify([{ ...message, reference: "a.yaml:6", documentationUrl: "https://istio.io" }]),
        [message],
    ],
    ["✔ No validation issues found", undefined],
    ["{}", undefined],
    [JSON.stringify([{ ...message, level: "Fatal" }]), undefined],
    [JSON.stringify([{ ...message, message: 1 }]), undefined],
    ["[null]", undefined],
];

describe("parseAnalysis", () => {
    for (const [text, expected] of cases) {
        it(`makes ${expected ? `${expected.length} messages` : "nothing"} of ${text.slice(0, 40)}`, () => {
            assert.deepEqual(parseAnalysis(text), expected);
        });
    }
});

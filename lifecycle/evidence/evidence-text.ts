import { schemaOf } from "../kit/file-format";
import { readField } from "../kit/read-fields";
import { writeYaml } from "../kit/write-yaml";
import type { Evidence } from "./evidence";
import { EVIDENCE_FORMAT, evidenceFields } from "./evidence-definition";

const HEADER = [
    "What was seen of a stack's cluster. Written by windlass status --record, changed by no hand.",
];

/** What was seen as the text of its file: the same bytes for the same evidence. Keys stand in the definition's order. */
export function writeEvidence(evidence: Evidence): string {
    const { value, problems } = readField(evidenceFields, {
        schema: schemaOf(EVIDENCE_FORMAT),
        ...evidence,
    });
    const [problem] = problems;
    // Nothing that could not be read back is ever written.
    if (problem) throw new Error(`evidence of ${evidence.stack}: ${problem.path.join(".")}: ${problem.rule}`);
    return writeYaml(value, { header: HEADER, sortKeys: false });
}

import { WindlassError } from "../kit/errors";
import { readFile } from "../kit/read-file";
import type { Evidence } from "./evidence";
import { EVIDENCE_FORMAT, evidenceFields } from "./evidence-definition";

/** Largest document that is read, in characters: a thousand failed canaries. */
export const MAX_EVIDENCE_SIZE = 512 * 1024;

/**
 * What was seen of a stack, from the text of its file. Whether it may be relied on is another question: judge-evidence.ts.
 *
 * @param file - name for messages
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseEvidence(text: string, file: string): Evidence {
    const remedy = "Look again: npm run -s windlass -- status --record";
    if (text.length > MAX_EVIDENCE_SIZE)
        throw new WindlassError({
            file,
            rule: `must not be longer than ${MAX_EVIDENCE_SIZE} characters`,
            remedy,
        });
    const { value } = readFile(evidenceFields, { format: EVIDENCE_FORMAT, file, text, remedy });
    const { schema: _, ...evidence } = value;
    return evidence;
}

import { PLAINTEXT_REMEDY, plaintextOf } from "../plaintext-secret";
import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

/** What is in Git is read by everybody who may read the repository, for ever: base64 hides nothing. */
export const plaintextSecret: PolicyRule = {
    id: "plaintext-secret",
    description: "No Secret stands in Git in plain text.",
    remedy: PLAINTEXT_REMEDY,
    judge: (objects) =>
        objects.flatMap((object) => {
            const reason = plaintextOf(object);
            return reason === undefined ? [] : [{ object: objectId(object), reason }];
        }),
};

import { eventually } from "./eventually";

/** Milliseconds until a run has come to what is waited for: a few times what a quiet machine needs. */
const PATIENCE = 180_000;

/**
 * Waits for what a run brings about, and no longer than the run itself: one that ends before has failed, and its words say why.
 *
 * @param run What was said at its end, however it ended.
 */
export async function whileRunning(
    run: Promise<string>,
    what: string,
    holds: () => Promise<boolean>,
): Promise<void> {
    let words: string | undefined;
    void run.then((said) => (words = said));
    await eventually(
        what,
        async () => {
            const ended = words;
            if (await holds()) return true;
            if (ended !== undefined) throw new Error(`Waited for ${what}, and the run has ended: ${ended}`);
            return false;
        },
        PATIENCE,
    );
}

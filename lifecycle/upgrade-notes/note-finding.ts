/** `safe`: nothing of the stack is touched. `look`: a person must. `refuse`: it would break, or stop working without a word. */
export type NoteVerdict = "safe" | "look" | "refuse";

/** What one change of a minor means for one stack. */
export interface NoteFinding {
    /** Id of the note: what a waiver names. */
    readonly note: string;
    readonly verdict: NoteVerdict;
    /** What changes, as a sentence without its full stop. */
    readonly summary: string;
    /** What of the stack it touches: ids of objects, keys of the stack file, or what no file shows. */
    readonly touched: readonly string[];
    /** What to do, as a sentence without its full stop. */
    readonly remedy: string;
    /** The page that says so. */
    readonly url: string;
}

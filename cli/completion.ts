import { ExitStatus } from "../lifecycle/kit/errors";
import type { Invocation } from "./command";
import { COMMANDS } from "./commands";
import { bashScript } from "./completion/bash";
import { completionNodes } from "./completion/completion-words";
import { fishScript } from "./completion/fish";
import { zshScript } from "./completion/zsh";
import type { completionCommand } from "./definitions/completion";

/** Prints the script of a shell, made from the definitions of the commands. */
export function run({ positionals, terminal }: Invocation<typeof completionCommand>): ExitStatus {
    const nodes = completionNodes(COMMANDS.map(({ definition }) => definition));
    const [shell] = positionals;
    const script = shell === "zsh" ? zshScript : shell === "fish" ? fishScript : bashScript;
    terminal.print(script(nodes).trimEnd());
    return ExitStatus.ok;
}

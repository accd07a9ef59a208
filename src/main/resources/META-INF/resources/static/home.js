// "u" undoes the last judgment.
import { nameOf, taught, typing } from "./keys.js";

const keys = taught("undoing", { undo: () => document.getElementById("undo")?.requestSubmit() });
document.addEventListener("keydown", (event) => { if (!typing(event.target)) keys.press(nameOf(event), event); });

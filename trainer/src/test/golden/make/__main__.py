"""python -m make [--write] [--trl] [FOLDER]: computes every expected number again from its inputs.

Prints the error of what is stored against what comes out now, one line a check, and ends with 1 when an error is above the
check's tolerance. --write stores what came out. --trl takes the formulas from TRL's own functions where it has them.
"""

import argparse
import json
import sys
from pathlib import Path

from safetensors.torch import load_file, save_file

from make.error import largest_error


def recipes(with_trl):
    from make import decoders, formulas, texts

    kinds = decoders.KINDS | formulas.KINDS | texts.KINDS
    if with_trl:
        from make import trl_formulas

        kinds = kinds | trl_formulas.KINDS
    return kinds


def main():
    arguments = argparse.ArgumentParser(prog="python -m make", description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent.parent)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--trl", action="store_true")
    given = arguments.parse_args()
    kinds = recipes(given.trl)
    failed = 0
    for file in sorted(given.folder.rglob("checks.json")):
        checks = json.loads(file.read_text())
        for check in checks:
            if check["kind"] not in kinds:
                print(f"{check['check']:34} given, not computed")
                continue
            failed += not again(check, file.parent, kinds[check["kind"]], given.write)
        if given.write:
            lines = ",\n".join(json.dumps(check, separators=(",", ":")) for check in checks)
            file.write_text(f"[\n{lines}\n]\n")  # one check a line
    sys.exit(1 if failed else 0)


def again(check, folder, compute, write):
    """Computes one check; what it expects stands in its JSON, in its tensors, or in both."""
    tensors = load_file(folder / check["file"]) if "file" in check else {}
    before = dict(check)
    expected, expected_tensors = compute(check, folder, tensors)
    stored = {name: check["expected"][name] for name in expected}
    error = max(
        largest_error(stored, expected),
        largest_error({name: tensors[name] for name in expected_tensors}, expected_tensors, check, tensors),
    )
    good = error <= check["tolerance"] and check == before  # texts and ids stand in the check itself
    print(f"{check['check']:34} {'ok' if good else 'DIFFERS':8} error {error:.1e}, tolerance {check['tolerance']:.0e}")
    if write:
        if expected:
            check["expected"] = check["expected"] | expected
        if "file" in check:
            save_file({k: v.contiguous() for k, v in (tensors | expected_tensors).items()}, folder / check["file"])
    return good


if __name__ == "__main__":
    main()
